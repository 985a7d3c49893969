//! Lambda `collect-organizations`.

use pantheon_collectors::{collect, organizations::Organizations};
use pantheon_lambda::Exit;

fn main() -> Exit {
    collect("collect-organizations", |door| Box::new(Organizations(door)))
}
