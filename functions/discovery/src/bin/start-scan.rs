//! Lambda `start-scan`.

use pantheon_discovery::start_scan;
use pantheon_lambda::{Exit, Lambda};
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().table()?))?);
    let accounts = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().accounts_table()?))?);
    lambda.command(store, |request| start_scan::handle(accounts, store, request))
}
