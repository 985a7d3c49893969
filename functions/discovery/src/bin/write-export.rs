//! Lambda `write-export`.

use pantheon_discovery::write_export::{self, Ports};
use pantheon_lambda::{Exit, Lambda};
use pantheon_platform::UploadBucket;
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().table()?))?);
    let uploads = lambda.keep(lambda.wait(UploadBucket::open(lambda.sdk(), lambda.config().world_bucket()?)));
    let ports = Ports { exports: store, inventory: store, worlds: store, uploads, clock: lambda.clock() };
    lambda.events(|event| write_export::handle(ports, event))
}
