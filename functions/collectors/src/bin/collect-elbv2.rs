//! Lambda `collect-elbv2`.

use pantheon_collectors::{collect, elbv2::ElbV2};
use pantheon_lambda::Exit;

fn main() -> Exit {
    collect("collect-elbv2", |door| Box::new(ElbV2(door)))
}
