//! Lambda `enable-user`.

use pantheon_identity::{administration::Directory, enable_user};
use pantheon_lambda::{Exit, Lambda};
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().table()?))?);
    lambda.command(store, |request| enable_user::handle(Directory::of(store), request))
}
