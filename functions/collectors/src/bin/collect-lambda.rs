//! Lambda `collect-lambda`.

use pantheon_collectors::{collect, lambda::LambdaFunctions};
use pantheon_lambda::Exit;

fn main() -> Exit {
    collect("collect-lambda", |door| Box::new(LambdaFunctions(door)))
}
