//! Lambda `collect-opensearch`.

use pantheon_collectors::{collect, opensearch::OpenSearch};
use pantheon_lambda::Exit;

fn main() -> Exit {
    collect("collect-opensearch", |door| Box::new(OpenSearch(door)))
}
