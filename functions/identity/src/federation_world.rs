//! What the tests of signing in elsewhere share: Google and GitHub as a test makes them up, and a
//! browser that goes there and comes back.

use crate::{
    external::{
        Issuers,
        samples::{Signer, publish},
    },
    finish_oauth::{self, Outcome},
    linking::Acquaintances,
    oauth::{OAuthClients, OAuthSettings},
    oauth_desk::{CodeDesk, OAuthDesk, ReturnUrls},
    redeem_oauth_code, start_oauth,
    testing::World,
    token_pair::TokenPair,
};
use chrono::TimeDelta;
use pantheon_core::{Result, permission::Role};
use pantheon_lambda::http::{Answer, Json, Redirect, Request};
use pantheon_testing::{context, identity::MemorySecrets, now, outbound::FakeOutbound, request};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use url::Url;

pub(crate) const GOOGLE: &str = "https://google.example.com";
pub(crate) const GITHUB: &str = "https://github.example.com";
pub(crate) const GITHUB_API: &str = "https://api.github.example.com";
pub(crate) const RETURN_TO: &str = "https://dashboard.example.com/signed-in?from=api";
pub(crate) const COOKIE: &str = "__Host-pantheon-oauth";
const SECRET: &str = "oauth-clients";

/// A platform, and two providers that know it.
pub(crate) struct Elsewhere {
    pub(crate) world: World,
    pub(crate) outbound: &'static FakeOutbound,
    pub(crate) secrets: &'static MemorySecrets,
    pub(crate) signer: Signer,
    pub(crate) desk: OAuthDesk<'static>,
}

/// A browser that was sent to a provider.
#[derive(Clone, Debug)]
pub(crate) struct Browser {
    pub(crate) provider: String,
    pub(crate) page: Url,
    pub(crate) cookie: String,
}

fn keep<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

impl Elsewhere {
    pub(crate) async fn new() -> Self {
        Self::of(World::with(Role::Operator).await)
    }

    pub(crate) fn of(world: World) -> Self {
        let (outbound, secrets) = (keep(FakeOutbound::default()), keep(MemorySecrets::default()));
        let client =
            |name: &str| json!({ "client_id": format!("{name}-client"), "client_secret": format!("{name}-hush") });
        secrets.put(SECRET, &json!({ "google": client("google"), "github": client("github") }).to_string());
        let signer = Signer::rsa();
        publish(outbound, GOOGLE, &[signer.jwk("g1")]);
        let settings = OAuthSettings {
            secret: SECRET.to_owned(),
            api_url: "https://api.example.com".to_owned(),
            google_issuer: GOOGLE.parse().unwrap(),
            github_url: GITHUB.parse().unwrap(),
            github_api_url: GITHUB_API.to_owned(),
        };
        let clients = OAuthClients { secrets, issuers: keep(Issuers::new(outbound)), settings };
        let return_urls = ReturnUrls::of(&[RETURN_TO]).unwrap();
        let desk = OAuthDesk { clients, one_time: world.store, return_urls };
        Self { world, outbound, secrets, signer, desk }
    }

    pub(crate) fn known(&self) -> Acquaintances<'static> {
        Acquaintances { users: self.world.store, tenants: self.world.store }
    }

    /// Replaces what the providers know us by.
    pub(crate) fn set_clients(&self, clients: &str) {
        self.secrets.put(SECRET, clients);
    }

    /// Opens the page that begins a sign-in.
    pub(crate) async fn start(&self, provider: &str, return_to: Option<&str>) -> Result<Redirect> {
        let request = request().route("GET", "/v1/auth/oauth/{provider}/start").path("provider", provider);
        let request = return_to.iter().fold(request, |request, url| request.query("return_to", url));
        start_oauth::handle(&self.desk, request.build()).await
    }

    /// Sends a browser to a provider.
    pub(crate) async fn browser(&self, provider: &str, return_to: Option<&str>) -> Browser {
        let redirect = self.start(provider, return_to).await.unwrap();
        let [cookie] = redirect.cookies() else { panic!("{redirect:?}") };
        let page = redirect.location().parse().unwrap();
        Browser { provider: provider.to_owned(), page, cookie: format!("{}={}", cookie.name(), cookie.value()) }
    }

    /// Lets Google say this of whoever signs in, over what is usual.
    pub(crate) fn google_says(&self, browser: &Browser, changes: &Value) {
        let claims = json!({
            "iss": GOOGLE, "aud": "google-client", "azp": "google-client", "sub": "1234567890",
            "email": "ada@example.com", "email_verified": true, "nonce": browser.query("nonce"),
            "iat": now().timestamp(), "exp": now().timestamp() + 3_600,
        });
        let claims = crate::external::samples::changed(&claims, changes);
        let token = self.signer.sign(&json!({ "alg": "RS256", "kid": "g1", "typ": "JWT" }), &claims);
        self.google_answers(&token);
    }

    pub(crate) fn google_answers(&self, id_token: &str) {
        let answer = json!({ "access_token": "a", "token_type": "Bearer", "expires_in": 3_599, "id_token": id_token });
        self.outbound.put(&format!("{GOOGLE}/token"), 200, &answer);
    }

    /// Lets GitHub say this of whoever signs in.
    pub(crate) fn github_says(&self, id: u64, emails: &Value) {
        let answer = json!({ "access_token": "gho_hush", "token_type": "bearer", "scope": "read:user,user:email" });
        self.outbound.put(&format!("{GITHUB}/login/oauth/access_token"), 200, &answer);
        self.outbound.put(&format!("{GITHUB_API}/user"), 200, &json!({ "id": id, "login": "ada" }));
        self.outbound.put(&format!("{GITHUB_API}/user/emails"), 200, emails);
    }

    /// Brings the browser back with these parameters and this cookie.
    pub(crate) async fn come_back_with(
        &self,
        provider: &str,
        query: &[(&str, &str)],
        cookie: Option<&str>,
        seconds: i64,
    ) -> Result<Outcome> {
        let mut context = context();
        context.now += TimeDelta::seconds(seconds);
        let request = request().route("GET", "/v1/auth/oauth/{provider}/callback").path("provider", provider);
        let request = query.iter().fold(request.context(context), |request, (name, value)| request.query(name, value));
        let request = cookie.iter().fold(request, |request, cookie| request.header("cookie", cookie));
        finish_oauth::handle(&self.desk, &self.known(), request.build()).await
    }

    /// Brings the browser back as the provider sends it.
    pub(crate) async fn come_back(&self, browser: &Browser) -> Result<Outcome> {
        let state = browser.query("state");
        let query = [("state", state.as_str()), ("code", "provider-code")];
        self.come_back_with(&browser.provider, &query, Some(&browser.cookie), 5).await
    }

    /// Signs somebody in with Google, up to the code.
    pub(crate) async fn code(&self) -> String {
        let browser = self.browser("google", None).await;
        self.google_says(&browser, &json!({}));
        code_of(self.come_back(&browser).await.unwrap())
    }

    /// Redeems a code some seconds after the sign-in was begun.
    pub(crate) async fn redeem(&self, body: Value, seconds: i64) -> Result<Json<TokenPair>> {
        let mut context = context();
        context.now += TimeDelta::seconds(seconds);
        let request: Request = request().route("POST", "/v1/auth/oauth/redeem").context(context).body(body).build();
        let (doorkeeper, sessions) = (self.world.doorkeeper(), self.world.sessions());
        let desk = CodeDesk { one_time: self.world.store, doorkeeper: &doorkeeper, sessions: &sessions };
        redeem_oauth_code::handle(&desk, request).await
    }
}

impl Browser {
    /// Returns a parameter of the page of the provider.
    pub(crate) fn query(&self, name: &str) -> String {
        let query: BTreeMap<_, _> = self.page.query_pairs().into_owned().collect();
        query.get(name).unwrap_or_else(|| panic!("{} has no {name}", self.page)).clone()
    }
}

/// Returns the code that a sign-in ended with, wherever it is.
pub(crate) fn code_of(outcome: Outcome) -> String {
    let answer = Answer::from(outcome);
    match answer.header("location") {
        Some(url) => {
            let url: Url = url.parse().unwrap();
            url.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned()
        }
        None => answer.body().unwrap()["code"].as_str().unwrap().to_owned(),
    }
}
