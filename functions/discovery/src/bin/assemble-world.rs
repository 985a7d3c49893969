//! Lambda `assemble-world`.

use pantheon_discovery::assemble_world::{self, Ports};
use pantheon_lambda::{Exit, Lambda};
use pantheon_platform::WorldBucket;
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().table()?))?);
    let worlds = lambda.keep(lambda.wait(WorldBucket::open(lambda.sdk(), lambda.config().world_bucket()?)));
    let ports = Ports { scans: store, inventory: store, worlds, index: store, clock: lambda.clock() };
    lambda.events(|event| assemble_world::handle(ports, event))
}
