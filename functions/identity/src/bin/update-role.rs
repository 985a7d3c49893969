//! Lambda `update-role`.

use pantheon_identity::{administration::Directory, update_role};
use pantheon_lambda::{Exit, Lambda};
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().table()?))?);
    lambda.http(|request| update_role::handle(Directory::of(store), request))
}
