//! Lambda `collect-logs`.

use pantheon_collectors::{collect, logs::Logs};
use pantheon_lambda::Exit;

fn main() -> Exit {
    collect("collect-logs", |door| Box::new(Logs(door)))
}
