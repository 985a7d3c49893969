//! Lambda `socket-subscribe`.
use pantheon_lambda::{Exit, Lambda};
use pantheon_realtime::socket_subscribe;
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().table()?))?);
    lambda.socket(|request| socket_subscribe::handle(store, request))
}
