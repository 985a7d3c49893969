//! Lambda `get-user`.

use pantheon_identity::get_user;
use pantheon_lambda::{Exit, Lambda};
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().table()?))?);
    lambda.http(|request| get_user::handle(store, request))
}
