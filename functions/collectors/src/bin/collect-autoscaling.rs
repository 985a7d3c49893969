//! Lambda `collect-autoscaling`.

use pantheon_collectors::{autoscaling::AutoScaling, collect};
use pantheon_lambda::Exit;

fn main() -> Exit {
    collect("collect-autoscaling", |door| Box::new(AutoScaling(door)))
}
