//! Lambda `collect-athena`.

use pantheon_collectors::{athena::Athena, collect};
use pantheon_lambda::Exit;

fn main() -> Exit {
    collect("collect-athena", |door| Box::new(Athena(door)))
}
