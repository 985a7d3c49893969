//! Lambda `rotate-signing-key`.
use pantheon_identity::rotate_signing_key;
use pantheon_lambda::{Exit, Lambda};
use pantheon_platform::KeySecret;
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let config = lambda.config();
    let keys = lambda.keep(KeySecret::new(lambda.sdk(), config.signing_keys_secret()?));
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), config.table()?))?);
    lambda.schedule(|now| rotate_signing_key::handle(keys, store, now))
}
