//! Lambda `collect-glue`.

use pantheon_collectors::{collect, glue::Glue};
use pantheon_lambda::Exit;

fn main() -> Exit {
    collect("collect-glue", |door| Box::new(Glue(door)))
}
