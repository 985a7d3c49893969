//! Lambda `reconcile-inventory`.

use pantheon_freshness::reconcile_inventory::{self, Ports};
use pantheon_lambda::{Exit, Lambda};
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let config = lambda.config();
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), config.table()?))?);
    let accounts = lambda.keep(lambda.wait(Store::open(lambda.sdk(), config.accounts_table()?))?);
    let limit = config.reconcile_after()?;
    let ports = Ports { accounts, scans: store, shards: store, reconciliations: store, limit };
    lambda.schedule(|now| reconcile_inventory::handle(ports, now))
}
