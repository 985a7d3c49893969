//! Lambda `collect-apigateway`.

use pantheon_collectors::{apigateway::ApiGateway, collect};
use pantheon_lambda::Exit;

fn main() -> Exit {
    collect("collect-apigateway", |door| Box::new(ApiGateway(door)))
}
