//! Lambda `scan-security`.

use pantheon_lambda::{Exit, Lambda};
use pantheon_platform::Queues;
use pantheon_security::{plan_posture::Ports, scan_security};
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let accounts = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().accounts_table()?))?);
    let tasks = lambda.keep(lambda.wait(Queues::open(lambda.sdk(), lambda.config().queue_prefix()?)));
    let ports = Ports { accounts, tasks, clock: lambda.clock() };
    lambda.schedule(|now| scan_security::handle(accounts, ports, now))
}
