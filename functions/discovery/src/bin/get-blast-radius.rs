//! Lambda `get-blast-radius`.

use pantheon_discovery::{get_blast_radius, newest_graph::NewestGraph};
use pantheon_lambda::{Exit, Lambda};
use pantheon_platform::WorldBucket;
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().table()?))?);
    let graphs = lambda.keep(lambda.wait(WorldBucket::open(lambda.sdk(), lambda.config().world_bucket()?)));
    let newest = lambda.keep(NewestGraph::new(graphs, store));
    lambda.http(|request| get_blast_radius::handle(newest, request))
}
