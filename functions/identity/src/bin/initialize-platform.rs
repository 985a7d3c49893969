//! Lambda `initialize-platform`.
use pantheon_identity::founding::Founder;
use pantheon_identity::initialize_platform;
use pantheon_identity::password::Passwords;
use pantheon_lambda::{Exit, Lambda};
use pantheon_platform::{KeySecret, SecretsManager};
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let config = lambda.config();
    let keys = lambda.keep(KeySecret::new(lambda.sdk(), config.signing_keys_secret()?));
    let secrets = lambda.keep(SecretsManager::new(lambda.sdk()));
    let administrator = config.administrator_secret()?;
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), config.table()?))?);
    let passwords = lambda.keep(Passwords::new()?);
    let founder = lambda.keep(Founder { tenants: store, users: store, passwords });
    lambda.custom_resource(|request| initialize_platform::handle(keys, store, founder, secrets, administrator, request))
}
