//! Lambda `collect-securityhub`.

use pantheon_collectors::{collect, securityhub::SecurityHub};
use pantheon_lambda::Exit;

fn main() -> Exit {
    collect("collect-securityhub", |door| Box::new(SecurityHub(door)))
}
