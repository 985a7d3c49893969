//! Lambda `broadcast`.
use pantheon_lambda::{Exit, Lambda};
use pantheon_platform::SocketFrames;
use pantheon_realtime::broadcast;
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().table()?))?);
    let frames = lambda.keep(lambda.wait(SocketFrames::open(lambda.sdk(), lambda.config().socket_endpoint()?)));
    lambda.events(|event| broadcast::handle(store, store, frames, lambda.clock(), event))
}
