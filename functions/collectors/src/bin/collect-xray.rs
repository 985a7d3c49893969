//! Lambda `collect-xray`.

use pantheon_collectors::{collect, xray::XRay};
use pantheon_lambda::Exit;

fn main() -> Exit {
    collect("collect-xray", |door| Box::new(XRay(door)))
}
