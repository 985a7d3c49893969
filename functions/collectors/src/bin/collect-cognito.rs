//! Lambda `collect-cognito`.

use pantheon_collectors::{cognito::Cognito, collect};
use pantheon_lambda::Exit;

fn main() -> Exit {
    collect("collect-cognito", |door| Box::new(Cognito(door)))
}
