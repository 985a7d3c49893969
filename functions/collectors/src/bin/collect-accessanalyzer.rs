//! Lambda `collect-accessanalyzer`.

use pantheon_collectors::{accessanalyzer::AccessAnalyzer, collect};
use pantheon_lambda::Exit;

fn main() -> Exit {
    collect("collect-accessanalyzer", |door| Box::new(AccessAnalyzer(door)))
}
