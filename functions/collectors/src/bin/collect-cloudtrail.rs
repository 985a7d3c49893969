//! Lambda `collect-cloudtrail`.

use pantheon_collectors::{cloudtrail::CloudTrail, collect};
use pantheon_lambda::Exit;

fn main() -> Exit {
    collect("collect-cloudtrail", |door| Box::new(CloudTrail(door)))
}
