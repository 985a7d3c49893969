//! Lambda `collect-efs`.

use pantheon_collectors::{collect, efs::Efs};
use pantheon_lambda::Exit;

fn main() -> Exit {
    collect("collect-efs", |door| Box::new(Efs(door)))
}
