//! Lambda `collect-route53`.

use pantheon_aws::Sessions;
use pantheon_collectors::{
    collect_shard::{self, Ports},
    door::MemberRoles,
    route53::Route53,
};
use pantheon_lambda::{Exit, Lambda};
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let config = lambda.config();
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), config.table()?))?);
    let accounts = lambda.keep(lambda.wait(Store::open(lambda.sdk(), config.accounts_table()?))?);
    let door = lambda.keep(MemberRoles::new(accounts, Sessions::new(lambda.sdk(), "collect-route53")));
    let collector = lambda.keep(Route53(door));
    let ports = Ports { collector, scans: store, shards: store, inventory: store, clock: lambda.clock() };
    lambda.queue(|task| collect_shard::handle(ports, task))
}
