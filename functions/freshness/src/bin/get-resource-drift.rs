//! Lambda `get-resource-drift`.

use pantheon_freshness::get_resource_drift;
use pantheon_lambda::{Exit, Lambda};
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().table()?))?);
    lambda.http(|request| get_resource_drift::handle(store, request))
}
