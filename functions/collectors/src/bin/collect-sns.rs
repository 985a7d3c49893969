//! Lambda `collect-sns`.

use pantheon_collectors::{collect, sns::Sns};
use pantheon_lambda::Exit;

fn main() -> Exit {
    collect("collect-sns", |door| Box::new(Sns(door)))
}
