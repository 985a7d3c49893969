//! Lambda `list-roles`.

use pantheon_identity::list_roles;
use pantheon_lambda::{Exit, Lambda};
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().table()?))?);
    lambda.http(|request| list_roles::handle(store, request))
}
