//! Lambda `collect-kinesis`.

use pantheon_collectors::{collect, kinesis::Kinesis};
use pantheon_lambda::Exit;

fn main() -> Exit {
    collect("collect-kinesis", |door| Box::new(Kinesis(door)))
}
