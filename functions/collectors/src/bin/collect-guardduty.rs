//! Lambda `collect-guardduty`.

use pantheon_collectors::{collect, guardduty::GuardDuty};
use pantheon_lambda::Exit;

fn main() -> Exit {
    collect("collect-guardduty", |door| Box::new(GuardDuty(door)))
}
