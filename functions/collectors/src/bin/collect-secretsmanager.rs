//! Lambda `collect-secretsmanager`.

use pantheon_collectors::{collect, secretsmanager::SecretsManager};
use pantheon_lambda::Exit;

fn main() -> Exit {
    collect("collect-secretsmanager", |door| Box::new(SecretsManager(door)))
}
