//! Lambda `socket-default`.
use pantheon_lambda::{Exit, Lambda};
use pantheon_realtime::socket_default;

fn main() -> Exit {
    Lambda::start()?.socket(socket_default::handle)
}
