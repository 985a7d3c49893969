//! Lambda `create-export`.

use pantheon_discovery::create_export;
use pantheon_lambda::{Exit, Lambda};
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().table()?))?);
    lambda.command(store, |request| create_export::handle(store, store, request))
}
