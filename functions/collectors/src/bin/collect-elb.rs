//! Lambda `collect-elb`.

use pantheon_collectors::{collect, elb::Elb};
use pantheon_lambda::Exit;

fn main() -> Exit {
    collect("collect-elb", |door| Box::new(Elb(door)))
}
