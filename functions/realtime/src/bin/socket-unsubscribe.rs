//! Lambda `socket-unsubscribe`.
use pantheon_lambda::{Exit, Lambda};
use pantheon_realtime::socket_unsubscribe;
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().table()?))?);
    lambda.socket(|request| socket_unsubscribe::handle(store, request))
}
