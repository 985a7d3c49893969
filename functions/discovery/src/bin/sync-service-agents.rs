//! Lambda `sync-service-agents`.

use pantheon_discovery::sync_service_agents::{self, Ports};
use pantheon_lambda::{Exit, Lambda};
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().table()?))?);
    let accounts = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().accounts_table()?))?);
    let ports = Ports {
        accounts,
        scans: store,
        ledger: store,
        worlds: store,
        inventory: store,
        agents: store,
        tagging: store,
        clock: lambda.clock(),
    };
    lambda.queue(|task| sync_service_agents::handle(ports, task))
}
