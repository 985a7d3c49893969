//! Lambda `finish-oauth`.
use pantheon_identity::external::Issuers;
use pantheon_identity::finish_oauth;
use pantheon_identity::linking::Acquaintances;
use pantheon_identity::oauth::{OAuthClients, OAuthSettings};
use pantheon_identity::oauth_desk::{OAuthDesk, ReturnUrls};
use pantheon_lambda::{Exit, Lambda, http::Gate};
use pantheon_outbound::Client;
use pantheon_platform::SecretsManager;
use pantheon_store::Store;

fn main() -> Exit {
    let lambda = Lambda::start()?;
    let config = lambda.config();
    let store = lambda.keep(lambda.wait(Store::open(lambda.sdk(), config.table()?))?);
    let secrets = lambda.keep(SecretsManager::new(lambda.sdk()));
    let outbound = lambda.keep(Client::new(&config.outbound_allow())?);
    let issuers = lambda.keep(Issuers::new(outbound));
    let clients = OAuthClients { secrets, issuers, settings: OAuthSettings::read(config)? };
    let return_urls = ReturnUrls::of(&config.oauth_return_urls())?;
    let desk = lambda.keep(OAuthDesk { clients, one_time: store, return_urls });
    let known = lambda.keep(Acquaintances { users: store, tenants: store });
    let limits = lambda.keep(lambda.wait(Store::open_if_reachable(lambda.sdk(), config.limits_table()?)));
    let gate = lambda.keep(Gate::new(limits, config.address_requests_per_minute()?));
    lambda.http_public(gate, |request| finish_oauth::handle(desk, known, request))
}
