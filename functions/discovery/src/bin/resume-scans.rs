//! Lambda `resume-scans`.

use pantheon_discovery::{
    dispatching::Dispatch,
    resume_scans::{self, Ports},
};
use pantheon_lambda::{Exit, Lambda};
use pantheon_platform::Queues;
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().table()?))?);
    let queues = lambda.keep(lambda.wait(Queues::open(lambda.sdk(), lambda.config().queue_prefix()?)));
    let dispatch = Dispatch { scans: store, plans: store, shards: store, tasks: queues };
    let ports = Ports { dispatch, bookmarks: store, backlogs: queues, clock: lambda.clock() };
    lambda.schedule(|now| resume_scans::handle(ports, now))
}
