//! Lambda `exchange-token`.
use pantheon_core::clock::Clock;
use pantheon_identity::{exchange_token, external::ExternalTokens, external::Issuers, key_chain::KeyChain};
use pantheon_identity::{published_keys::PublishedKeys, sealing::Sealing, sessions::SessionKeeper, token::TokenIssuer};
use pantheon_identity::{token::TokenSettings, token_exchange::TokenExchange, verifier::TokenVerifier};
use pantheon_lambda::{Exit, Lambda, http::Gate};
use pantheon_platform::{KeySecret, SecretsManager};
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let (sdk, config, now) = (lambda.sdk(), lambda.config(), lambda.clock().now());
    let store = lambda.keep(lambda.wait(Store::open(sdk, config.table()?))?);
    let source = lambda.keep(KeySecret::new(sdk, config.signing_keys_secret()?));
    let keys = lambda.keep(lambda.wait(KeyChain::open(source, now))?);
    let sealing = lambda.wait(SecretsManager::new(sdk).required(config.sealing_secret()?))?;
    let sealing = lambda.keep(Sealing::new(&sealing)?);
    let settings = TokenSettings::new(config.issuer()?, config.audience()?, config.access_token_lifetime()?)?;
    let tokens = lambda.keep(TokenIssuer::new(keys, settings));
    let sessions = lambda.keep(SessionKeeper { users: store, roles: store, sessions: store, tokens, sealing });
    let published = lambda.keep(lambda.wait(PublishedKeys::open(store, now))?);
    let verifier = lambda.keep(TokenVerifier::new(published, config.issuer()?, config.audience()?));
    let outbound = lambda.keep(pantheon_outbound::Client::new(&config.outbound_allow())?);
    let issuers = lambda.keep(Issuers::new(outbound));
    let external = lambda.keep(ExternalTokens { providers: store, users: store, issuers });
    let exchange = lambda.keep(TokenExchange { verifier, external, tenants: store, sessions });
    let limits = lambda.keep(lambda.wait(Store::open_if_reachable(sdk, config.limits_table()?)));
    let gate = lambda.keep(Gate::new(limits, config.address_requests_per_minute()?));
    lambda.http_public(gate, |request| exchange_token::handle(exchange, request))
}
