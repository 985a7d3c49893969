//! Lambda `collect-dynamodb`.

use pantheon_collectors::{collect, dynamodb::DynamoDb};
use pantheon_lambda::Exit;

fn main() -> Exit {
    collect("collect-dynamodb", |door| Box::new(DynamoDb(door)))
}
