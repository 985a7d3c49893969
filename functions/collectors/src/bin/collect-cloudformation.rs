//! Lambda `collect-cloudformation`.

use pantheon_collectors::{cloudformation::CloudFormation, collect};
use pantheon_lambda::Exit;

fn main() -> Exit {
    collect("collect-cloudformation", |door| Box::new(CloudFormation(door)))
}
