//! Lambda `resume-scans`.

use pantheon_discovery::{dispatching::Dispatch, resume_scans};
use pantheon_lambda::{Exit, Lambda};
use pantheon_platform::Queues;
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().table()?))?);
    let tasks = lambda.keep(lambda.wait(Queues::open(lambda.sdk(), lambda.config().queue_prefix()?)));
    let dispatch = Dispatch { scans: store, shards: store, tasks };
    lambda.schedule(|now| resume_scans::handle(dispatch, now))
}
