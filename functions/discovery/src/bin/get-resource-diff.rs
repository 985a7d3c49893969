//! Lambda `get-resource-diff`.

use pantheon_discovery::get_resource_diff;
use pantheon_lambda::{Exit, Lambda};
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().table()?))?);
    lambda.http(|request| get_resource_diff::handle(store, request))
}
