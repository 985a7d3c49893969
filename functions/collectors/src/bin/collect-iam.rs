//! Lambda `collect-iam`.

use pantheon_collectors::{collect, iam::Iam};
use pantheon_lambda::Exit;

fn main() -> Exit {
    collect("collect-iam", |door| Box::new(Iam(door)))
}
