//! Lambda `collect-sqs`.

use pantheon_collectors::{collect, sqs::Sqs};
use pantheon_lambda::Exit;

fn main() -> Exit {
    collect("collect-sqs", |door| Box::new(Sqs(door)))
}
