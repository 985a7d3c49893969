//! Lambda `assemble-world`.

use pantheon_discovery::assemble_world::{self, Ports};
use pantheon_lambda::{Exit, Lambda};
use pantheon_platform::{Queues, UploadBucket};
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let config = lambda.config();
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), config.table()?))?);
    let uploads = lambda.keep(lambda.wait(UploadBucket::open(lambda.sdk(), config.world_bucket()?)));
    let later = lambda.keep(lambda.wait(Queues::open(lambda.sdk(), config.queue_prefix()?)));
    let ports = Ports {
        scans: store,
        shards: store,
        inventory: store,
        uploads,
        assemblies: store,
        index: store,
        later,
        clock: lambda.clock(),
    };
    lambda.events(|event| assemble_world::handle(ports, event))
}
