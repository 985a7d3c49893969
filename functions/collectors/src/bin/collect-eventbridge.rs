//! Lambda `collect-eventbridge`.

use pantheon_collectors::{collect, eventbridge::EventBridge};
use pantheon_lambda::Exit;

fn main() -> Exit {
    collect("collect-eventbridge", |door| Box::new(EventBridge(door)))
}
