//! Lambda `collect-route53`.

use pantheon_collectors::{collect, route53::Route53};
use pantheon_lambda::Exit;

fn main() -> Exit {
    collect("collect-route53", |door| Box::new(Route53(door)))
}
