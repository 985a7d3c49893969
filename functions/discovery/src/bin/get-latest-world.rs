//! Lambda `get-latest-world`.

use pantheon_discovery::get_latest_world;
use pantheon_lambda::{Exit, Lambda};
use pantheon_platform::WorldBucket;
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().table()?))?);
    let worlds = lambda.keep(lambda.wait(WorldBucket::open(lambda.sdk(), lambda.config().world_bucket()?)));
    lambda.http(|request| get_latest_world::handle(store, worlds, store, store, request))
}
