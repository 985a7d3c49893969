//! Lambda `collect-config`.

use pantheon_collectors::{collect, config::Config};
use pantheon_lambda::Exit;

fn main() -> Exit {
    collect("collect-config", |door| Box::new(Config(door)))
}
