//! Lambda `socket-ping`.
use pantheon_lambda::{Exit, Lambda};
use pantheon_realtime::socket_ping;

fn main() -> Exit {
    Lambda::start()?.socket(socket_ping::handle)
}
