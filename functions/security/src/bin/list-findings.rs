//! Lambda `list-findings`.

use pantheon_lambda::{Exit, Lambda, http::Cursors};
use pantheon_platform::SecretsManager;
use pantheon_security::{checks::Bundle, list_findings};
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().table()?))?);
    let secret = lambda.wait(SecretsManager::new(lambda.sdk()).required(lambda.config().cursor_secret()?))?;
    let cursors = lambda.keep(Cursors::new(&secret));
    let bundle = lambda.keep(Bundle::built_in()?);
    lambda.http(|request| list_findings::handle((store, store), bundle, cursors, request))
}
