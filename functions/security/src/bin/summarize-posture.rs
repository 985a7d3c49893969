//! Lambda `summarize-posture`.

use pantheon_lambda::{Exit, Lambda};
use pantheon_security::{
    checks::Bundle,
    summarize_posture::{self, Ports},
};
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let postures = lambda.keep(lambda.wait(Store::open(lambda.sdk(), lambda.config().table()?))?);
    let bundle = lambda.keep(Bundle::built_in()?);
    let ports = Ports { postures, clock: lambda.clock() };
    lambda.queue(|task| summarize_posture::handle(ports, bundle, task))
}
