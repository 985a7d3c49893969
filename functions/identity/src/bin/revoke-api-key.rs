//! Lambda `revoke-api-key`.

use pantheon_identity::{administration::Directory, revoke_api_key};
use pantheon_lambda::{Exit, Lambda};
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().table()?))?);
    lambda.http(|request| revoke_api_key::handle(Directory::of(store), store, request))
}
