//! Lambda `collect-cloudwatch`.

use pantheon_collectors::{cloudwatch::CloudWatch, collect};
use pantheon_lambda::Exit;

fn main() -> Exit {
    collect("collect-cloudwatch", |door| Box::new(CloudWatch(door)))
}
