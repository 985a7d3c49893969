//! Lambda `plan-posture`.

use pantheon_lambda::{Exit, Lambda};
use pantheon_platform::Queues;
use pantheon_security::plan_posture::{self, Ports};
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let accounts = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().accounts_table()?))?);
    let tasks = lambda.keep(lambda.wait(Queues::open(lambda.sdk(), lambda.config().queue_prefix()?)));
    let ports = Ports { accounts, tasks, clock: lambda.clock() };
    lambda.events(|event| plan_posture::handle(ports, event))
}
