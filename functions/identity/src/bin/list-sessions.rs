//! Lambda `list-sessions`.
use pantheon_identity::list_sessions;
use pantheon_lambda::{Exit, Lambda, http::Cursors};
use pantheon_platform::SecretsManager;
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let config = lambda.config();
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), config.table()?))?);
    let secret = lambda.wait(SecretsManager::new(lambda.sdk()).required(config.cursor_secret()?))?;
    let cursors = lambda.keep(Cursors::new(&secret));
    lambda.http(|request| list_sessions::handle(store, store, cursors, request))
}
