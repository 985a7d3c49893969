//! Lambda `collect-acm`.

use pantheon_collectors::{acm::Acm, collect};
use pantheon_lambda::Exit;

fn main() -> Exit {
    collect("collect-acm", |door| Box::new(Acm(door)))
}
