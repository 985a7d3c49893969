//! Lambda `connect-account`.

use pantheon_accounts::{connect_account, platform::Platform};
use pantheon_aws::naming::Partition;
use pantheon_lambda::{Exit, Lambda};
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let config = lambda.config();
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), config.table()?))?);
    let platform = lambda.keep(Platform {
        account_id: config.platform_account()?.parse()?,
        partition: Partition::of_sdk(lambda.sdk()).as_str(),
        role_prefix: config.platform_role_prefix()?.to_owned(),
        estate_bus: config.estate_bus().map(ToOwned::to_owned),
        home_region: config.home_region()?.to_owned(),
    });
    lambda.command(store, |request| connect_account::handle(store, platform, request))
}
