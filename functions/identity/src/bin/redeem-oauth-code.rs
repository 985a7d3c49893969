//! Lambda `redeem-oauth-code`.
use pantheon_core::clock::Clock;
use pantheon_identity::{key_chain::KeyChain, oauth_desk::CodeDesk, password::Passwords, redeem_oauth_code};
use pantheon_identity::{sealing::Sealing, sessions::SessionKeeper, sign_in::Doorkeeper};
use pantheon_identity::{token::TokenIssuer, token::TokenSettings};
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
    let passwords = lambda.keep(Passwords::new()?);
    let doorkeeper = lambda.keep(Doorkeeper { users: store, failures: store, passwords, sealing });
    let sessions = lambda.keep(SessionKeeper { users: store, roles: store, sessions: store, tokens, sealing });
    let desk = lambda.keep(CodeDesk { one_time: store, doorkeeper, sessions });
    let limits = lambda.keep(lambda.wait(Store::open_if_reachable(lambda.sdk(), config.limits_table()?)));
    let gate = lambda.keep(Gate::new(limits, config.address_requests_per_minute()?));
    lambda.http_public(gate, |request| redeem_oauth_code::handle(desk, request))
}
