//! Lambda `collect-redshift`.

use pantheon_collectors::{collect, redshift::Redshift};
use pantheon_lambda::Exit;

fn main() -> Exit {
    collect("collect-redshift", |door| Box::new(Redshift(door)))
}
