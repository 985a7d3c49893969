//! Lambda `evaluate-account`.

use pantheon_lambda::{Exit, Lambda};
use pantheon_platform::Queues;
use pantheon_security::evaluate_account::{self, Checks, Ports};
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().table()?))?);
    let accounts = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().accounts_table()?))?);
    let discovery = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().discovery_table()?))?);
    let later = lambda.keep(lambda.wait(Queues::open(lambda.sdk(), lambda.config().queue_prefix()?)));
    let checks = lambda.keep(Checks::built_in()?);
    let ports = Ports {
        accounts,
        coverage: discovery,
        inventory: discovery,
        findings: store,
        postures: store,
        later,
        clock: lambda.clock(),
    };
    lambda.queue(|task| evaluate_account::handle(ports, checks, task))
}
