//! Lambda `request-organization-sync`.

use pantheon_accounts::request_organization_sync;
use pantheon_lambda::{Exit, Lambda};
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().table()?))?);
    lambda.command(store, |request| request_organization_sync::handle(store, request))
}
