//! Lambda `collect-backup`.

use pantheon_collectors::{backup::Backup, collect};
use pantheon_lambda::Exit;

fn main() -> Exit {
    collect("collect-backup", |door| Box::new(Backup(door)))
}
