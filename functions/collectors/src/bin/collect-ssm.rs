//! Lambda `collect-ssm`.

use pantheon_collectors::{collect, ssm::Ssm};
use pantheon_lambda::Exit;

fn main() -> Exit {
    collect("collect-ssm", |door| Box::new(Ssm(door)))
}
