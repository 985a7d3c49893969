//! Lambda `collect-eks`.

use pantheon_collectors::{collect, eks::Eks};
use pantheon_lambda::Exit;

fn main() -> Exit {
    collect("collect-eks", |door| Box::new(Eks(door)))
}
