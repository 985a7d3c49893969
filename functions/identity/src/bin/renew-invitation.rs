//! Lambda `renew-invitation`.

use pantheon_identity::{administration::Directory, renew_invitation};
use pantheon_lambda::{Exit, Lambda};
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().table()?))?);
    lambda.command(store, |request| renew_invitation::handle(Directory::of(store), request))
}
