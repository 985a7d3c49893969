//! Lambda `collect-elasticache`.

use pantheon_collectors::{collect, elasticache::ElastiCache};
use pantheon_lambda::Exit;

fn main() -> Exit {
    collect("collect-elasticache", |door| Box::new(ElastiCache(door)))
}
