//! Lambda `authorize-http`.
use pantheon_core::{clock::Clock, limit::Quota};
use pantheon_identity::authorize_http;
use pantheon_identity::authorizer::Authorizer;
use pantheon_identity::external::{ExternalTokens, Issuers};
use pantheon_identity::limiting::CallerLimits;
use pantheon_identity::published_keys::PublishedKeys;
use pantheon_identity::verifier::TokenVerifier;
use pantheon_lambda::{Exit, Lambda};
use pantheon_outbound::Client;
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let config = lambda.config();
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), config.table()?))?);
    let limits = lambda.keep(lambda.wait(Store::open_if_reachable(lambda.sdk(), config.limits_table()?)));
    let keys = lambda.keep(lambda.wait(PublishedKeys::open(store, lambda.clock().now()))?);
    let verifier = TokenVerifier::new(keys, config.issuer()?, config.audience()?);
    let tenant = Quota::per_minute(config.tenant_requests_per_minute()?);
    let principal = Quota::per_minute(config.principal_requests_per_minute()?);
    let limits = CallerLimits { limits, tenant, principal };
    let outbound = lambda.keep(Client::new(&config.outbound_allow())?);
    let issuers = lambda.keep(Issuers::new(outbound));
    let external = lambda.keep(ExternalTokens { providers: store, users: store, issuers });
    let authorizer = lambda.keep(Authorizer::new(verifier, external, store, limits));
    lambda.authorizer_http(|request| authorize_http::handle(authorizer, request))
}
