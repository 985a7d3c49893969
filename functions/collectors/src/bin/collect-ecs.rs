//! Lambda `collect-ecs`.

use pantheon_collectors::{collect, ecs::Ecs};
use pantheon_lambda::Exit;

fn main() -> Exit {
    collect("collect-ecs", |door| Box::new(Ecs(door)))
}
