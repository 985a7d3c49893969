//! Lambda `collect-kms`.

use pantheon_collectors::{collect, kms::Kms};
use pantheon_lambda::Exit;

fn main() -> Exit {
    collect("collect-kms", |door| Box::new(Kms(door)))
}
