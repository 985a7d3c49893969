//! Lambda `collect-cloudfront`.

use pantheon_collectors::{cloudfront::CloudFront, collect};
use pantheon_lambda::Exit;

fn main() -> Exit {
    collect("collect-cloudfront", |door| Box::new(CloudFront(door)))
}
