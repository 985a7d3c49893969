//! Lambda `update-tag-policy`.

use pantheon_discovery::update_tag_policy;
use pantheon_lambda::{Exit, Lambda};
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().table()?))?);
    lambda.http(|request| update_tag_policy::handle(store, request))
}
