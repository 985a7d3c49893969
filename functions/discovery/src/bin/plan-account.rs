//! Lambda `plan-account`.

use pantheon_aws::Sessions;
use pantheon_discovery::{
    dispatching::Dispatch,
    plan_account::{self, Ports},
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
    let regions = lambda.keep(Sessions::new(lambda.sdk(), "plan-account"));
    let dispatch = Dispatch { scans: store, plans: store, shards: store, tasks };
    let ports = Ports { accounts, regions, dispatch, later: tasks, clock: lambda.clock() };
    lambda.queue(|task| plan_account::handle(ports, task))
}
