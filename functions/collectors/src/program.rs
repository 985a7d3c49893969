//! What every collector's program does: serve its queue with the collector of one service.

use crate::{
    collect_shard::{self, Ports},
    door::{Door, MemberRoles},
};
use pantheon_aws::Sessions;
use pantheon_core::{collect::Collector, settings::Settings};
use pantheon_lambda::{Exit, Lambda};
use pantheon_platform::Queues;
use pantheon_store::Store;

/// Serves the queue with the same name as the function until the process is ended.
pub fn collect(function: &str, collector: fn(&'static dyn Door) -> Box<dyn Collector>) -> Exit {
    serve(function, Box::new(move |door, _| collector(door)))
}

/// The same with a collector that asks the tenant what it wants to see.
pub fn collect_by_settings(
    function: &str,
    collector: fn(&'static dyn Door, &'static dyn Settings) -> Box<dyn Collector>,
) -> Exit {
    serve(function, Box::new(collector))
}

/// Makes a collector.
type Maker = Box<dyn FnOnce(&'static dyn Door, &'static dyn Settings) -> Box<dyn Collector>>;

/// It is not generic: each program would otherwise compile all of this again.
fn serve(function: &str, collector: Maker) -> Exit {
    let lambda = Lambda::start()?;
    let config = lambda.config();
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), config.table()?))?);
    let accounts = lambda.keep(lambda.wait(Store::open(lambda.sdk(), config.accounts_table()?))?);
    let queues = lambda.keep(lambda.wait(Queues::open(lambda.sdk(), config.queue_prefix()?)));
    let sessions = Sessions::new(lambda.sdk(), function).with_share(config.api_share_percent()?);
    let door = lambda.keep(MemberRoles::new(accounts, sessions));
    let collector: &dyn Collector = &**lambda.keep(collector(door, store));
    let ports = Ports {
        collector,
        scans: store,
        shards: store,
        inventory: store,
        slots: store,
        later: queues,
        meter: door,
        clock: lambda.clock(),
    };
    lambda.queue(|task| collect_shard::handle(ports, task))
}
