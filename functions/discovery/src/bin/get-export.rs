//! Lambda `get-export`.

use pantheon_discovery::get_export;
use pantheon_lambda::{Exit, Lambda};
use pantheon_platform::UploadBucket;
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().table()?))?);
    let uploads = lambda.keep(lambda.wait(UploadBucket::open(lambda.sdk(), lambda.config().world_bucket()?)));
    lambda.http(|request| get_export::handle(store, uploads, request))
}
