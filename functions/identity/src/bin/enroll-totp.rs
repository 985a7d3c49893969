//! Lambda `enroll-totp`.
use pantheon_identity::enroll_totp;
use pantheon_identity::password::Passwords;
use pantheon_identity::sealing::Sealing;
use pantheon_identity::sign_in::Doorkeeper;
use pantheon_lambda::{Exit, Lambda};
use pantheon_platform::SecretsManager;
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let config = lambda.config();
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), config.table()?))?);
    let sealing = lambda.wait(SecretsManager::new(lambda.sdk()).required(config.sealing_secret()?))?;
    let sealing = lambda.keep(Sealing::new(&sealing)?);
    let passwords = lambda.keep(Passwords::new()?);
    let doorkeeper = lambda.keep(Doorkeeper { users: store, failures: store, passwords, sealing });
    lambda.http(|request| enroll_totp::handle(doorkeeper, request))
}
