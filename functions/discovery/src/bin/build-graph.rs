//! Lambda `build-graph`.

use pantheon_discovery::build_graph::{self, Ports};
use pantheon_lambda::{Exit, Lambda};
use pantheon_platform::WorldBucket;
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().table()?))?);
    let graphs = lambda.keep(lambda.wait(WorldBucket::open(lambda.sdk(), lambda.config().world_bucket()?)));
    let ports = Ports { inventory: store, graphs, clock: lambda.clock() };
    lambda.events(|event| build_graph::handle(ports, event))
}
