//! Lambda `detect-drift`.

use pantheon_freshness::detect_drift::{self, Ports};
use pantheon_lambda::{Exit, Lambda};
use pantheon_platform::Queues;
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let config = lambda.config();
    let inventory = lambda.keep(lambda.wait(Store::open(lambda.sdk(), config.table()?))?);
    let accounts = lambda.keep(lambda.wait(Store::open(lambda.sdk(), config.accounts_table()?))?);
    let tasks = lambda.keep(lambda.wait(Queues::open(lambda.sdk(), config.queue_prefix()?)));
    let ports = Ports { accounts, inventory, tasks };
    lambda.schedule(|now| detect_drift::handle(ports, now))
}
