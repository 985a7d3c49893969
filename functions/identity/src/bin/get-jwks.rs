//! Lambda `get-jwks`.
use pantheon_core::clock::Clock;
use pantheon_identity::{get_jwks, key_chain::KeyChain};
use pantheon_lambda::{Exit, Lambda};
use pantheon_platform::KeySecret;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let source = lambda.keep(KeySecret::new(lambda.sdk(), lambda.config().signing_keys_secret()?));
    let keys = lambda.keep(lambda.wait(KeyChain::open(source, lambda.clock().now()))?);
    lambda.http(|request| get_jwks::handle(keys, request))
}
