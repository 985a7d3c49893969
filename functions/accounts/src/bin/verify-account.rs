//! Lambda `verify-account`.

use pantheon_accounts::{verify_account, verifying::Ports};
use pantheon_aws::{Patience, Sessions};
use pantheon_lambda::{Exit, Lambda};
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().table()?))?);
    let sessions = lambda.keep(Sessions::new(lambda.sdk(), "verify-account").with_patience(Patience::for_sessions()));
    let ports = Ports { accounts: store, trust: sessions, organizations: sessions, clock: lambda.clock() };
    lambda.command(store, |request| verify_account::handle(ports, request))
}
