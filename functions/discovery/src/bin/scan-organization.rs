//! Lambda `scan-organization`.

use pantheon_discovery::scan_organization;
use pantheon_lambda::{Exit, Lambda};
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().table()?))?);
    let accounts = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().accounts_table()?))?);
    lambda.schedule(|now| scan_organization::handle(accounts, store, now))
}
