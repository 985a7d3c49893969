//! Lambda `collect-wafv2`.

use pantheon_collectors::{collect, wafv2::WafV2};
use pantheon_lambda::Exit;

fn main() -> Exit {
    collect("collect-wafv2", |door| Box::new(WafV2(door)))
}
