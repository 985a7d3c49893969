//! Lambda `get-jwks`.
use pantheon_core::clock::Clock;
use pantheon_identity::{get_jwks, published_keys::PublishedKeys};
use pantheon_lambda::{Exit, Lambda};
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().table()?))?);
    let keys = lambda.keep(lambda.wait(PublishedKeys::open(store, lambda.clock().now()))?);
    lambda.http(|request| get_jwks::handle(keys, request))
}
