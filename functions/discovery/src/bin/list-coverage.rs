//! Lambda `list-coverage`.

use pantheon_discovery::list_coverage;
use pantheon_lambda::{Exit, Lambda, http::Cursors};
use pantheon_platform::SecretsManager;
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().table()?))?);
    let secret = lambda.wait(SecretsManager::new(lambda.sdk()).required(lambda.config().cursor_secret()?))?;
    let cursors = lambda.keep(Cursors::new(&secret));
    lambda.http(|request| list_coverage::handle(store, cursors, request))
}
