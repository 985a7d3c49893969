//! Lambda `create-socket-ticket`.
use pantheon_identity::create_socket_ticket;
use pantheon_lambda::{Exit, Lambda};
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().table()?))?);
    lambda.http(|request| create_socket_ticket::handle(store, request))
}
