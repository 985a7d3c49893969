//! Lambda `login`.
use pantheon_core::clock::Clock;
use pantheon_identity::key_chain::KeyChain;
use pantheon_identity::login;
use pantheon_identity::password::Passwords;
use pantheon_identity::sign_in::{Doorkeeper, SessionKeeper};
use pantheon_identity::token::{TokenIssuer, TokenSettings};
use pantheon_lambda::{Exit, Lambda};
use pantheon_platform::KeySecret;
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let config = lambda.config();
    let source = lambda.keep(KeySecret::new(lambda.sdk(), config.signing_keys_secret()?));
    let keys = lambda.keep(lambda.wait(KeyChain::open(source, lambda.clock().now()))?);
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), config.table()?))?);
    let settings = TokenSettings::new(config.issuer()?, config.audience()?, config.access_token_lifetime()?)?;
    let tokens = lambda.keep(TokenIssuer::new(keys, settings));
    let passwords = lambda.keep(Passwords::new()?);
    let doorkeeper = lambda.keep(Doorkeeper { users: store, failures: store, passwords });
    let sessions = lambda.keep(SessionKeeper { users: store, sessions: store, tokens });
    lambda.http(|request| login::handle(doorkeeper, sessions, request))
}
