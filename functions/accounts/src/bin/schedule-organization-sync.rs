//! Lambda `schedule-organization-sync`.

use pantheon_accounts::schedule_organization_sync;
use pantheon_lambda::{Exit, Lambda};
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().table()?))?);
    lambda.schedule(|now| schedule_organization_sync::handle(store, now))
}
