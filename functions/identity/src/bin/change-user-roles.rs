//! Lambda `change-user-roles`.

use pantheon_identity::{administration::Directory, change_user_roles};
use pantheon_lambda::{Exit, Lambda};
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().table()?))?);
    lambda.http(|request| change_user_roles::handle(Directory::of(store), request))
}
