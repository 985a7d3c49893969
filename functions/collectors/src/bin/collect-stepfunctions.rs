//! Lambda `collect-stepfunctions`.

use pantheon_collectors::{collect, stepfunctions::StepFunctions};
use pantheon_lambda::Exit;

fn main() -> Exit {
    collect("collect-stepfunctions", |door| Box::new(StepFunctions(door)))
}
