//! Lambda `create-api-key`.

use pantheon_identity::create_api_key;
use pantheon_lambda::{Exit, Lambda};
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().table()?))?);
    lambda.command(store, |request| create_api_key::handle(store, request))
}
