//! Lambda `relay-events`.
use pantheon_events::relay_events;
use pantheon_lambda::{Exit, Lambda};
use pantheon_platform::EventBus;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let bus = lambda.keep(lambda.wait(EventBus::open(lambda.sdk(), lambda.config().bus()?)));
    lambda.stream(|records| relay_events::handle(bus, records))
}
