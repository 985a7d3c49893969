//! Lambda `start-security-scan`.

use pantheon_lambda::{Exit, Lambda};
use pantheon_security::start_security_scan;
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().table()?))?);
    let accounts = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().accounts_table()?))?);
    lambda.command(store, |request| start_security_scan::handle(accounts, store, request))
}
