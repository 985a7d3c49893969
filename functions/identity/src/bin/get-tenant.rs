//! Lambda `get-tenant`.

use pantheon_identity::get_tenant;
use pantheon_lambda::{Exit, Lambda};
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().table()?))?);
    lambda.http(|request| get_tenant::handle(store, request))
}
