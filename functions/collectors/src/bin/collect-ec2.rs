//! Lambda `collect-ec2`.

use pantheon_collectors::{collect, ec2::Ec2};
use pantheon_lambda::Exit;

fn main() -> Exit {
    collect("collect-ec2", |door| Box::new(Ec2(door)))
}
