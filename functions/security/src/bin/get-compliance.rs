//! Lambda `get-compliance`.

use pantheon_lambda::{Exit, Lambda};
use pantheon_security::{checks::Bundle, get_compliance};
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().table()?))?);
    let bundle = lambda.keep(Bundle::built_in()?);
    lambda.http(|request| get_compliance::handle(store, bundle, request))
}
