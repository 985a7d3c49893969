//! Lambda `compare-worlds`.

use pantheon_discovery::compare_worlds::{self, Ports};
use pantheon_lambda::{Exit, Lambda, http::Cursors};
use pantheon_platform::{SecretsManager, WorldBucket};
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let config = lambda.config();
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), config.table()?))?);
    let objects = lambda.keep(lambda.wait(WorldBucket::open(lambda.sdk(), config.world_bucket()?)));
    let secret = lambda.wait(SecretsManager::new(lambda.sdk()).required(config.cursor_secret()?))?;
    let cursors = lambda.keep(Cursors::new(&secret));
    let ports = Ports { index: store, objects };
    lambda.http(|request| compare_worlds::handle(ports, cursors, request))
}
