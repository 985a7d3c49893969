//! Lambda `route-estate-event`.

use pantheon_freshness::route_estate_event::{self, Ports};
use pantheon_lambda::{Exit, Lambda};
use pantheon_platform::Queues;
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let config = lambda.config();
    let due = lambda.keep(lambda.wait(Store::open(lambda.sdk(), config.table()?))?);
    let accounts = lambda.keep(lambda.wait(Store::open(lambda.sdk(), config.accounts_table()?))?);
    let tasks = lambda.keep(lambda.wait(Queues::open(lambda.sdk(), config.queue_prefix()?)));
    let ports = Ports { accounts, due, tasks, clock: lambda.clock() };
    lambda.queue_batch(|events| route_estate_event::handle(ports, events))
}
