//! Lambda `collect-cloudcontrol`.

use pantheon_collectors::{cloudcontrol::CloudControl, collect_by_settings};
use pantheon_lambda::Exit;

fn main() -> Exit {
    collect_by_settings("collect-cloudcontrol", |door, settings| Box::new(CloudControl(door, settings)))
}
