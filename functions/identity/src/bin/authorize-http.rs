//! Lambda `authorize-http`.
use pantheon_core::clock::Clock;
use pantheon_identity::authorize_http;
use pantheon_identity::authorizer::Authorizer;
use pantheon_identity::key_chain::KeyChain;
use pantheon_identity::verifier::TokenVerifier;
use pantheon_lambda::{Exit, Lambda};
use pantheon_platform::KeySecret;
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let config = lambda.config();
    let source = lambda.keep(KeySecret::new(lambda.sdk(), config.signing_keys_secret()?));
    let keys = lambda.keep(lambda.wait(KeyChain::open(source, lambda.clock().now()))?);
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), config.table()?))?);
    let verifier = TokenVerifier::new(keys, config.issuer()?, config.audience()?);
    let authorizer = lambda.keep(Authorizer::new(verifier, store));
    lambda.authorizer_http(|request| authorize_http::handle(authorizer, request))
}
