//! The way of a person through somebody else's sign-in and back: begun, finished, redeemed.
//!
//! A browser is bound to what it began by a cookie, and what it comes back with is good once. Tokens
//! never travel in a URL: what does is a code that is good once, for a minute.

use crate::{
    linking::Acquaintances,
    oauth::{Attempt, OAuthClients, OAuthProvider},
    random,
    sessions::SessionKeeper,
    sign_in::Doorkeeper,
    token_pair::TokenPair,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    id::{TenantId, UserId},
    identity::{Digest, OneTime, Purpose, SignIn, User},
};
use pantheon_lambda::http::{Cookie, Request};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use url::Url;

const OTHER_BROWSER: Error =
    Error::Unauthenticated { reason: "this browser has not begun the sign-in, or it took too long; start again" };
const SPENT: Error = Error::Unauthenticated { reason: "the code is not valid, or was used; sign in again" };
const GONE: Error = Error::Unauthenticated { reason: "this user may not sign in any more; ask an administrator" };

/// Sends people to providers and takes them back.
pub struct OAuthDesk<'a> {
    /// The providers.
    pub clients: OAuthClients<'a>,
    /// What was handed out and not used yet.
    pub one_time: &'a dyn OneTime,
    /// Where a browser may be sent afterwards.
    pub return_urls: ReturnUrls,
}

/// The URLs to which a browser may be sent, letter by letter: a rule for prefixes would let
/// somebody add to a URL until it leads elsewhere.
#[derive(Clone, Debug, Default)]
pub struct ReturnUrls(Vec<(String, Url)>);

impl ReturnUrls {
    /// Takes absolute URLs; fails if one of them is none, so that a deployment cannot get them wrong.
    pub fn of(texts: &[&str]) -> Result<Self> {
        let url = |text: &&str| {
            let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "https" | "http") && url.has_host());
            let url = url.ok_or_else(|| Error::internal(format!("{text} is no URL to return to")))?;
            Ok(((*text).to_owned(), url))
        };
        texts.iter().map(url).collect::<Result<_>>().map(Self)
    }

    fn allowed(&self, wanted: &str) -> Result<&Url> {
        let known = self.0.iter().find(|(text, _)| text == wanted).map(|(_, url)| url);
        known.ok_or_else(|| Error::invalid("return_to", "must be one of the URLs that this deployment returns to"))
    }
}

/// The cookie that binds a sign-in to the browser that began it.
pub(crate) mod browser {
    use super::{Cookie, Purpose};

    const OVER_TLS: &str = "__Host-pantheon-oauth";
    const OVER_HTTP: &str = "pantheon-oauth";
    const PATH: &str = "/";

    /// Returns the name of the cookie; browsers keep the prefix `__Host-` for cookies that no other
    /// host can have set, and only over TLS.
    pub(crate) fn name(api_url: &str) -> &'static str {
        if api_url.starts_with("https://") { OVER_TLS } else { OVER_HTTP }
    }

    pub(crate) fn cookie(api_url: &str, value: &str) -> Cookie {
        over(api_url, Cookie::new(name(api_url), value, PATH, Purpose::OAuthState.lifetime()))
    }

    pub(crate) fn removed(api_url: &str) -> Cookie {
        over(api_url, Cookie::removed(name(api_url), PATH))
    }

    fn over(api_url: &str, cookie: Cookie) -> Cookie {
        if api_url.starts_with("https://") { cookie } else { cookie.over_plain_http() }
    }
}

/// What is remembered of a sign-in while the person is at the provider.
#[derive(Serialize, Deserialize)]
struct Pending {
    provider: OAuthProvider,
    verifier: String,
    nonce: String,
    browser: String,
    return_to: Option<String>,
}

/// What is behind a code.
#[derive(Serialize, Deserialize)]
struct Arrived {
    provider: OAuthProvider,
    tenant: TenantId,
    user: UserId,
    at: DateTime<Utc>,
    /// How often the code was presented in vain.
    failures: u32,
}

/// Where a person is sent, and what their browser keeps.
pub(crate) struct Begun {
    pub(crate) url: String,
    pub(crate) browser: Cookie,
}

/// A person who is back from a provider, in the browser that they left with.
pub(crate) struct Returned {
    provider: OAuthProvider,
    attempt: Attempt,
    return_to: Option<Url>,
}

/// A person who is signed in, but for the second factor, and where their browser goes next.
pub(crate) struct Finished {
    pub(crate) code: SecretString,
    pub(crate) return_to: Option<Url>,
}

impl OAuthDesk<'_> {
    /// Begins a sign-in.
    pub(crate) async fn begin(
        &self,
        provider: OAuthProvider,
        return_to: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<Begun> {
        let return_to = return_to.map(|wanted| self.return_urls.allowed(wanted)).transpose()?;
        let attempt = Attempt { state: secret()?, verifier: secret()?, nonce: secret()? };
        let browser = secret()?;
        let url = self.clients.sign_in_url(provider, &attempt, now).await?;
        let pending = Pending {
            provider,
            verifier: attempt.verifier.expose_secret().to_owned(),
            nonce: attempt.nonce.expose_secret().to_owned(),
            browser: Digest::of(browser.expose_secret()).as_str().to_owned(),
            return_to: return_to.map(Url::to_string),
        };
        keep(self.one_time, Purpose::OAuthState, &attempt.state, &pending, now).await?;
        Ok(Begun { url, browser: browser::cookie(self.api_url(), browser.expose_secret()) })
    }

    /// Takes back whoever comes with a state and the cookie; whatever comes of it, the state is spent.
    pub(crate) async fn take_back(&self, provider: OAuthProvider, state: &str, request: &Request) -> Result<Returned> {
        let state = SecretString::from(state);
        let pending: Option<Pending> = take(self.one_time, Purpose::OAuthState, &state, request.now()).await?;
        let browser = request.cookie(browser::name(self.api_url())).map(|value| Digest::of(value).as_str().to_owned());
        let same = |pending: &Pending| pending.provider == provider && Some(&pending.browser) == browser.as_ref();
        let Pending { verifier, nonce, return_to, .. } = pending.filter(same).ok_or(OTHER_BROWSER)?;
        let attempt = Attempt { state, verifier: SecretString::from(verifier), nonce: SecretString::from(nonce) };
        let return_to = return_to.map(|url| Url::parse(&url).map_err(Error::internal)).transpose()?;
        Ok(Returned { provider, attempt, return_to })
    }

    /// Finds out who came back, and hands out a code for the tokens.
    pub(crate) async fn finish(
        &self,
        known: &Acquaintances<'_>,
        returned: Returned,
        code: &SecretString,
        now: DateTime<Utc>,
    ) -> Result<Finished> {
        let Returned { provider, attempt, return_to } = returned;
        let profile = self.clients.profile(provider, code, &attempt, now).await?;
        let user = known.user(None, &profile.identity, Some(&profile.email), now).await?;
        let arrived = Arrived { provider, tenant: user.tenant, user: user.id, at: now, failures: 0 };
        let code = secret()?;
        keep(self.one_time, Purpose::OAuthCode, &code, &arrived, now).await?;
        Ok(Finished { code, return_to })
    }

    /// Returns the cookie that takes the place of the browser's, which has served its purpose.
    pub(crate) fn spent_cookie(&self) -> Cookie {
        browser::removed(self.api_url())
    }

    fn api_url(&self) -> &str {
        &self.clients.settings.api_url
    }
}

/// Exchanges codes for sessions.
pub struct CodeDesk<'a> {
    /// What was handed out and not used yet.
    pub one_time: &'a dyn OneTime,
    /// Asks the second factor.
    pub doorkeeper: &'a Doorkeeper<'a>,
    /// Begins sessions.
    pub sessions: &'a SessionKeeper<'a>,
}

impl CodeDesk<'_> {
    /// How often a code may be presented in vain: without the second factor, or with a wrong one.
    const ATTEMPTS: u32 = 5;

    /// Begins the session behind a code; `describe` adds where the request came from.
    ///
    /// A code is good once. One that was presented in vain stays good for what is left of its minute,
    /// so that whoever has a second factor can send the same again with it.
    pub(crate) async fn redeem(
        &self,
        code: &SecretString,
        second_factor: Option<&SecretString>,
        describe: impl FnOnce(SignIn) -> SignIn + Send,
        now: DateTime<Utc>,
    ) -> Result<TokenPair> {
        let arrived: Arrived = take(self.one_time, Purpose::OAuthCode, code, now).await?.ok_or(SPENT)?;
        let sign_in = describe(SignIn::by(arrived.provider.method()));
        let begun = self.begin(&arrived, second_factor, sign_in, now).await;
        if begun.is_err() && arrived.failures + 1 < Self::ATTEMPTS {
            let again = Arrived { failures: arrived.failures + 1, ..arrived };
            keep(self.one_time, Purpose::OAuthCode, code, &again, again.at).await?;
        }
        begun
    }

    async fn begin(
        &self,
        arrived: &Arrived,
        second_factor: Option<&SecretString>,
        sign_in: SignIn,
        now: DateTime<Utc>,
    ) -> Result<TokenPair> {
        let user = self.doorkeeper.users.user(&arrived.tenant, &arrived.user).await?;
        let user = user.filter(User::is_active).ok_or(GONE)?;
        let user = self.doorkeeper.ask_second_factor(user, second_factor, now).await?;
        self.sessions.begin(&user, sign_in, now).await
    }
}

/// Returns 32 random bytes as base64url, which every place that secrets travel through takes.
fn secret() -> Result<SecretString> {
    Ok(SecretString::from(URL_SAFE_NO_PAD.encode(random::bytes()?)))
}

async fn keep(
    one_time: &dyn OneTime,
    purpose: Purpose,
    secret: &SecretString,
    what: &(impl Serialize + Sync),
    now: DateTime<Utc>,
) -> Result<()> {
    let what = serde_json::to_value(what).map_err(Error::internal)?;
    one_time.keep(purpose, &Digest::of(secret.expose_secret()), &what, now).await
}

async fn take<T: DeserializeOwned>(
    one_time: &dyn OneTime,
    purpose: Purpose,
    secret: &SecretString,
    now: DateTime<Utc>,
) -> Result<Option<T>> {
    let taken = one_time.take(purpose, &Digest::of(secret.expose_secret()), now).await?;
    taken.map(|value| serde_json::from_value(value).map_err(Error::internal)).transpose()
}
