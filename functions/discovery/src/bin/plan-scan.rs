//! Lambda `plan-scan`.

use pantheon_aws::Sessions;
use pantheon_discovery::{
    dispatching::Dispatch,
    plan_scan::{self, Ports},
};
use pantheon_lambda::{Exit, Lambda};
use pantheon_platform::Queues;
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let config = lambda.config();
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), config.table()?))?);
    let accounts = lambda.keep(lambda.wait(Store::open(lambda.sdk(), config.accounts_table()?))?);
    let tasks = lambda.keep(lambda.wait(Queues::open(lambda.sdk(), config.queue_prefix()?)));
    let regions = lambda.keep(Sessions::new(lambda.sdk(), "plan-scan"));
    let dispatch = Dispatch { scans: store, shards: store, tasks };
    let ports = Ports { accounts, regions, dispatch, clock: lambda.clock() };
    lambda.events(|event| plan_scan::handle(ports, event))
}
