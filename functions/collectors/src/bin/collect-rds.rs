//! Lambda `collect-rds`.

use pantheon_collectors::{collect, rds::Rds};
use pantheon_lambda::Exit;

fn main() -> Exit {
    collect("collect-rds", |door| Box::new(Rds(door)))
}
