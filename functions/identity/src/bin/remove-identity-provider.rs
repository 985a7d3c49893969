//! Lambda `remove-identity-provider`.
use pantheon_identity::remove_identity_provider;
use pantheon_lambda::{Exit, Lambda};
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().table()?))?);
    lambda.http(|request| remove_identity_provider::handle(store, request))
}
