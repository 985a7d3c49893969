//! Lambda `collect-ecr`.

use pantheon_collectors::{collect, ecr::Ecr};
use pantheon_lambda::Exit;

fn main() -> Exit {
    collect("collect-ecr", |door| Box::new(Ecr(door)))
}
