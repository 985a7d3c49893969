//! Lambda `refresh-session`.
use pantheon_core::clock::Clock;
use pantheon_identity::key_chain::KeyChain;
use pantheon_identity::refresh_session;
use pantheon_identity::sealing::Sealing;
use pantheon_identity::sessions::SessionKeeper;
use pantheon_identity::token::{TokenIssuer, TokenSettings};
use pantheon_lambda::{Exit, Lambda, http::Gate};
use pantheon_platform::{KeySecret, SecretsManager};
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let config = lambda.config();
    let source = lambda.keep(KeySecret::new(lambda.sdk(), config.signing_keys_secret()?));
    let keys = lambda.keep(lambda.wait(KeyChain::open(source, lambda.clock().now()))?);
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), config.table()?))?);
    let sealing = lambda.wait(SecretsManager::new(lambda.sdk()).required(config.sealing_secret()?))?;
    let sealing = lambda.keep(Sealing::new(&sealing)?);
    let settings = TokenSettings::new(config.issuer()?, config.audience()?, config.access_token_lifetime()?)?;
    let tokens = lambda.keep(TokenIssuer::new(keys, settings));
    let sessions = lambda.keep(SessionKeeper { users: store, roles: store, sessions: store, tokens, sealing });
    let limits = lambda.keep(lambda.wait(Store::open_if_reachable(lambda.sdk(), config.limits_table()?)));
    let gate = lambda.keep(Gate::new(limits, config.address_requests_per_minute()?));
    lambda.http_public(gate, |request| refresh_session::handle(sessions, request))
}
