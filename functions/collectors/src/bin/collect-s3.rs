//! Lambda `collect-s3`.

use pantheon_collectors::{collect, s3::S3};
use pantheon_lambda::Exit;

fn main() -> Exit {
    collect("collect-s3", |door| Box::new(S3(door)))
}
