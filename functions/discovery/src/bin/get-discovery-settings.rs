//! Lambda `get-discovery-settings`.

use pantheon_discovery::get_discovery_settings;
use pantheon_lambda::{Exit, Lambda};
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().table()?))?);
    lambda.http(|request| get_discovery_settings::handle(store, request))
}
