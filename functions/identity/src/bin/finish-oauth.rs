//! Lambda `finish-oauth`.
use pantheon_identity::{
    external::Issuers,
    finish_oauth,
    linking::Acquaintances,
    oauth::{OAuthClients, OAuthSettings},
    oauth_desk::{OAuthDesk, ReturnUrls},
};
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
    let settings = OAuthSettings {
        secret: config.oauth_secret()?.to_owned(),
        api_url: config.oauth_redirect_url()?.to_owned(),
        google_issuer: config.oauth_google_issuer().parse()?,
        github_url: config.oauth_github_url().parse()?,
        github_api_url: config.oauth_github_api_url().to_owned(),
    };
    let clients = OAuthClients { secrets, issuers, settings };
    let return_urls = ReturnUrls::of(&config.oauth_return_urls())?;
    let desk = lambda.keep(OAuthDesk { clients, one_time: store, return_urls });
    let known = lambda.keep(Acquaintances { users: store, tenants: store });
    let limits = lambda.keep(lambda.wait(Store::open(lambda.sdk(), config.limits_table()?))?);
    let gate = lambda.keep(Gate::new(limits, config.address_requests_per_minute()?));
    lambda.http_public(gate, |request| finish_oauth::handle(desk, known, request))
}
