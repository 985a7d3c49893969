//! Lambda `authorize-socket`.
use pantheon_identity::authorize_socket;
use pantheon_lambda::{Exit, Lambda};
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().table()?))?);
    let origins = lambda.keep(lambda.config().allowed_origins());
    lambda.authorizer_socket(|request| authorize_socket::handle(store, store, origins, request))
}
