//! Lambda `add-identity-provider`.
use pantheon_identity::{
    add_identity_provider::{self, TrustSettings},
    external::Issuers,
};
use pantheon_lambda::{Exit, Lambda};
use pantheon_outbound::Client;
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let config = lambda.config();
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), config.table()?))?);
    let outbound = lambda.keep(Client::new(&config.outbound_allow())?);
    let issuers = lambda.keep(Issuers::new(outbound));
    let settings = lambda.keep(TrustSettings {
        issuer: config.issuer()?.to_owned(),
        origins: config.outbound_allow().into_iter().map(str::to_owned).collect(),
    });
    lambda.command(store, |request| add_identity_provider::handle(store, issuers, settings, request))
}
