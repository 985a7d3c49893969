//! Lambda `reset-user-totp`.

use pantheon_identity::{administration::Directory, reset_user_totp};
use pantheon_lambda::{Exit, Lambda};
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().table()?))?);
    lambda.http(|request| reset_user_totp::handle(Directory::of(store), request))
}
