//! Lambda `list-identity-providers`.
use pantheon_identity::list_identity_providers;
use pantheon_lambda::{Exit, Lambda};
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().table()?))?);
    lambda.http(|request| list_identity_providers::handle(store, request))
}
