//! What a function is told by its environment, read once and typed.

use chrono::TimeDelta;
use pantheon_core::{Error, Result, budget::USUAL_SHARE};
use std::collections::BTreeMap;

/// The variable that opens exceptions from the rules of outbound requests.
const OUTBOUND_ALLOW: &str = "PANTHEON_OUTBOUND_ALLOW";

/// Where the platform runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// On the local AWS.
    Local,
    /// For the people who build the platform.
    Dev,
    /// For a last look before production.
    Staging,
    /// For everyone.
    Prod,
}

/// The settings of one function; what it was not given fails when it is asked for.
#[derive(Clone, Debug)]
pub struct Config {
    stage: Stage,
    values: BTreeMap<String, String>,
}

impl Config {
    /// Reads the environment of the process.
    pub fn from_environment() -> Result<Self> {
        Self::of(
            std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?))),
        )
    }

    /// Takes settings from pairs of name and value; fails when a value has no meaning.
    pub fn of(pairs: impl IntoIterator<Item = (String, String)>) -> Result<Self> {
        let known = |name: &str| name.starts_with("PANTHEON_") || name.starts_with("AWS_LAMBDA_");
        let values: BTreeMap<_, _> =
            pairs.into_iter().filter(|(name, value)| known(name) && !value.is_empty()).collect();
        let stage = match values.get("PANTHEON_STAGE").map(String::as_str) {
            Some("local") => Stage::Local,
            Some("dev") => Stage::Dev,
            Some("staging") => Stage::Staging,
            Some("prod") => Stage::Prod,
            other => return Err(wrong("PANTHEON_STAGE", "local, dev, staging or prod", other)),
        };
        let config = Self { stage, values };
        config.access_token_lifetime()?;
        config.tenant_requests_per_minute()?;
        config.principal_requests_per_minute()?;
        config.address_requests_per_minute()?;
        config.api_share_percent()?;
        if stage != Stage::Local && config.values.contains_key(OUTBOUND_ALLOW) {
            return Err(Error::internal(format!(
                "{OUTBOUND_ALLOW} opens the network; only the local stage may set it"
            )));
        }
        Ok(config)
    }

    /// Returns where the platform runs.
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// Returns the name of the function.
    pub fn function(&self) -> &str {
        self.values.get("AWS_LAMBDA_FUNCTION_NAME").map_or("unnamed", String::as_str)
    }

    /// Returns the table of the function's own context.
    pub fn table(&self) -> Result<&str> {
        self.value("PANTHEON_TABLE")
    }

    /// Returns the table of connected accounts, for the contexts that read it.
    pub fn accounts_table(&self) -> Result<&str> {
        self.value("PANTHEON_ACCOUNTS_TABLE")
    }

    /// Returns the name of the table that holds the inventory, for functions of other contexts.
    pub fn discovery_table(&self) -> Result<&str> {
        self.value("PANTHEON_DISCOVERY_TABLE")
    }

    /// Returns the event bus that domain events are put on.
    pub fn bus(&self) -> Result<&str> {
        self.value("PANTHEON_BUS")
    }

    /// Returns the bucket that holds world snapshots.
    pub fn world_bucket(&self) -> Result<&str> {
        self.value("PANTHEON_WORLD_BUCKET")
    }

    /// Returns the ARN of the secret that holds the keys that sign tokens.
    pub fn signing_keys_secret(&self) -> Result<&str> {
        self.value("PANTHEON_SIGNING_KEYS_SECRET")
    }

    /// Returns the ARN of the secret that holds the first administrator's sign-in.
    pub fn administrator_secret(&self) -> Result<&str> {
        self.value("PANTHEON_ADMINISTRATOR_SECRET")
    }

    /// Returns the ARN of the secret that cursors are signed with.
    pub fn cursor_secret(&self) -> Result<&str> {
        self.value("PANTHEON_CURSOR_SECRET")
    }

    /// Returns who issues tokens.
    pub fn issuer(&self) -> Result<&str> {
        self.value("PANTHEON_ISSUER")
    }

    /// Returns whom tokens are for.
    pub fn audience(&self) -> Result<&str> {
        self.value("PANTHEON_AUDIENCE")
    }

    /// Returns the account that the platform runs in.
    pub fn platform_account(&self) -> Result<&str> {
        self.value("PANTHEON_PLATFORM_ACCOUNT")
    }

    /// Returns what the names of the platform's function roles begin with.
    pub fn platform_role_prefix(&self) -> Result<&str> {
        self.value("PANTHEON_PLATFORM_ROLE_PREFIX")
    }

    /// Returns the bus that watched accounts forward their events to; `None` if it takes none.
    pub fn estate_bus(&self) -> Option<&str> {
        self.values.get("PANTHEON_ESTATE_BUS").map(String::as_str)
    }

    /// Returns the region in which member accounts make the role.
    pub fn home_region(&self) -> Result<&str> {
        self.value("PANTHEON_HOME_REGION")
    }

    /// Returns how long a scope goes without a look at most; 6 hours unless the environment says otherwise.
    pub fn reconcile_after(&self) -> Result<TimeDelta> {
        const NAME: &str = "PANTHEON_RECONCILE_AFTER_SECONDS";
        let Some(text) = self.values.get(NAME) else { return Ok(TimeDelta::hours(6)) };
        let seconds = text.parse().ok().filter(|seconds| (0..=604_800).contains(seconds));
        seconds.map(TimeDelta::seconds).ok_or_else(|| wrong(NAME, "0 to 604800 seconds", Some(text)))
    }

    /// Returns how long an access token is good for; 15 minutes unless the environment says otherwise.
    pub fn access_token_lifetime(&self) -> Result<TimeDelta> {
        const NAME: &str = "PANTHEON_ACCESS_TOKEN_SECONDS";
        let Some(text) = self.values.get(NAME) else { return Ok(TimeDelta::minutes(15)) };
        let seconds = text.parse().ok().filter(|seconds| (1..=86_400).contains(seconds));
        seconds.map(TimeDelta::seconds).ok_or_else(|| wrong(NAME, "1 to 86400 seconds", Some(text)))
    }

    /// Returns the table that holds the buckets of the rate limits.
    pub fn limits_table(&self) -> Result<&str> {
        self.value("PANTHEON_LIMITS_TABLE")
    }

    /// Returns how many requests a minute a tenant may make; 6000 unless the environment says otherwise.
    pub fn tenant_requests_per_minute(&self) -> Result<u32> {
        self.per_minute("PANTHEON_TENANT_REQUESTS_PER_MINUTE", 6_000)
    }

    /// Returns how many requests a minute a user or an API key may make; 600 unless the environment says otherwise.
    pub fn principal_requests_per_minute(&self) -> Result<u32> {
        self.per_minute("PANTHEON_PRINCIPAL_REQUESTS_PER_MINUTE", 600)
    }

    /// Returns how many requests a minute an address may make to public routes; 60 unless the environment says
    /// otherwise.
    pub fn address_requests_per_minute(&self) -> Result<u32> {
        self.per_minute("PANTHEON_ADDRESS_REQUESTS_PER_MINUTE", 60)
    }

    /// Returns the ARN of the secret that second factors are sealed with.
    pub fn sealing_secret(&self) -> Result<&str> {
        self.value("PANTHEON_SEALING_SECRET")
    }

    /// Returns the origins whose pages may open a WebSocket; none unless the environment names some.
    pub fn allowed_origins(&self) -> Vec<&str> {
        self.list("PANTHEON_ALLOWED_ORIGINS")
    }

    /// Returns the ARN of the secret that holds the OAuth clients.
    pub fn oauth_secret(&self) -> Result<&str> {
        self.value("PANTHEON_OAUTH_SECRET")
    }

    /// Returns where a sign-in with OAuth may return to; nowhere unless the environment names some.
    pub fn oauth_return_urls(&self) -> Vec<&str> {
        self.list("PANTHEON_OAUTH_RETURN_URLS")
    }

    /// Returns the public base URL of the API, which OAuth providers send people back to.
    pub fn oauth_redirect_url(&self) -> Result<&str> {
        self.value("PANTHEON_OAUTH_REDIRECT_URL")
    }

    /// Returns who issues Google's identity tokens.
    pub fn oauth_google_issuer(&self) -> &str {
        self.or("PANTHEON_OAUTH_GOOGLE_ISSUER", "https://accounts.google.com")
    }

    /// Returns where people sign in to GitHub.
    pub fn oauth_github_url(&self) -> &str {
        self.or("PANTHEON_OAUTH_GITHUB_URL", "https://github.com")
    }

    /// Returns where the API of GitHub is.
    pub fn oauth_github_api_url(&self) -> &str {
        self.or("PANTHEON_OAUTH_GITHUB_API_URL", "https://api.github.com")
    }

    /// Returns the origins that outbound requests may reach against the rules; only the local stage has any.
    pub fn outbound_allow(&self) -> Vec<&str> {
        self.list(OUTBOUND_ALLOW)
    }

    /// Returns the HTTPS endpoint through which frames are posted to WebSocket connections.
    pub fn socket_endpoint(&self) -> Result<&str> {
        self.value("PANTHEON_SOCKET_ENDPOINT")
    }

    /// Returns what the names of this deployment's queues begin with.
    pub fn queue_prefix(&self) -> Result<&str> {
        self.value("PANTHEON_QUEUE_PREFIX")
    }

    /// Returns which share of AWS's quotas calls to a watched account may take, in percent; half unless the
    /// environment says otherwise.
    pub fn api_share_percent(&self) -> Result<u8> {
        const NAME: &str = "PANTHEON_API_SHARE_PERCENT";
        let Some(text) = self.values.get(NAME) else { return Ok(USUAL_SHARE) };
        let share = text.parse().ok().filter(|share| (1..=100).contains(share));
        share.ok_or_else(|| wrong(NAME, "1 to 100 percent", Some(text)))
    }

    /// Tells whether traces are sent to an OpenTelemetry collector.
    pub fn traces(&self) -> bool {
        self.values.get("PANTHEON_OTEL").is_some_and(|value| value == "on")
    }

    /// Returns which log lines are written, as a filter of the `tracing` kind.
    pub fn log_filter(&self) -> &str {
        self.values.get("PANTHEON_LOG").map_or("info", String::as_str)
    }

    fn value(&self, name: &str) -> Result<&str> {
        self.values.get(name).map(String::as_str).ok_or_else(|| wrong(name, "a value", None))
    }

    fn or<'a>(&'a self, name: &str, default: &'a str) -> &'a str {
        self.values.get(name).map_or(default, String::as_str)
    }

    fn list(&self, name: &str) -> Vec<&str> {
        self.or(name, "").split(',').map(str::trim).filter(|part| !part.is_empty()).collect()
    }

    fn per_minute(&self, name: &str, default: u32) -> Result<u32> {
        let Some(text) = self.values.get(name) else { return Ok(default) };
        let number = text.parse().ok().filter(|number| (1..=1_000_000).contains(number));
        number.ok_or_else(|| wrong(name, "1 to 1000000 requests", Some(text)))
    }
}

fn wrong(name: &str, wanted: &str, found: Option<&str>) -> Error {
    Error::internal(format!("the environment variable {name} must hold {wanted}, not {}", found.unwrap_or("nothing")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(pairs: &[(&str, &str)]) -> Result<Config> {
        let stage = ("PANTHEON_STAGE", "local");
        Config::of([stage].iter().chain(pairs).map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    #[test]
    fn names_the_variable_that_is_missing() {
        let error = config(&[]).unwrap().table().unwrap_err();

        let Error::Internal { source } = error else { panic!("{error:?}") };
        assert!(source.to_string().contains("PANTHEON_TABLE"), "{source}");
    }

    #[test]
    fn refuses_to_start_on_nonsense() {
        assert!(config(&[("PANTHEON_STAGE", "production")]).is_err());
        assert!(config(&[("PANTHEON_ACCESS_TOKEN_SECONDS", "soon")]).is_err());
        assert!(config(&[("PANTHEON_ACCESS_TOKEN_SECONDS", "0")]).is_err());
    }

    #[test]
    fn takes_half_of_a_quota_unless_told_otherwise() {
        assert_eq!(config(&[]).unwrap().api_share_percent().unwrap(), 50);
        assert_eq!(config(&[("PANTHEON_API_SHARE_PERCENT", "80")]).unwrap().api_share_percent().unwrap(), 80);
        for nonsense in ["0", "101", "-1", "half"] {
            assert!(config(&[("PANTHEON_API_SHARE_PERCENT", nonsense)]).is_err(), "{nonsense}");
        }
    }

    #[test]
    fn limits_requests_by_default_and_never_to_none() {
        let few = config(&[("PANTHEON_PRINCIPAL_REQUESTS_PER_MINUTE", "5")]).unwrap();

        assert_eq!(few.principal_requests_per_minute().unwrap(), 5);
        assert_eq!(few.tenant_requests_per_minute().unwrap(), 6_000);
        assert_eq!(few.address_requests_per_minute().unwrap(), 60);
        for nonsense in ["0", "many", "-1", "1000001"] {
            assert!(config(&[("PANTHEON_ADDRESS_REQUESTS_PER_MINUTE", nonsense)]).is_err(), "{nonsense}");
        }
    }

    #[test]
    fn reconciles_after_six_hours_unless_told_otherwise() {
        let after = |value| config(&[("PANTHEON_RECONCILE_AFTER_SECONDS", value)]).unwrap().reconcile_after();

        assert_eq!(config(&[]).unwrap().reconcile_after().unwrap(), TimeDelta::hours(6));
        assert_eq!(after("0").unwrap(), TimeDelta::zero());
        assert!(after("-1").is_err() && after("soon").is_err());
    }

    #[test]
    fn opens_the_network_on_the_local_stage_alone() {
        let local = config(&[(OUTBOUND_ALLOW, "http://127.0.0.1:9000, http://127.0.0.1:9001,")]).unwrap();
        assert_eq!(local.outbound_allow(), ["http://127.0.0.1:9000", "http://127.0.0.1:9001"]);

        for stage in ["dev", "staging", "prod"] {
            let opened = [("PANTHEON_STAGE", stage), (OUTBOUND_ALLOW, "http://127.0.0.1:9000")];
            assert!(config(&opened).is_err(), "{stage}");
            let shut = config(&[("PANTHEON_STAGE", stage), (OUTBOUND_ALLOW, "")]).unwrap();
            assert!(shut.outbound_allow().is_empty());
        }
    }

    #[test]
    fn knows_the_oauth_providers_and_trusts_no_origin_unasked() {
        let plain = config(&[]).unwrap();

        assert_eq!(plain.oauth_google_issuer(), "https://accounts.google.com");
        assert_eq!(plain.oauth_github_url(), "https://github.com");
        assert_eq!(plain.oauth_github_api_url(), "https://api.github.com");
        assert!(plain.allowed_origins().is_empty() && plain.oauth_return_urls().is_empty());
    }

    #[test]
    fn takes_an_empty_value_for_none() {
        assert!(config(&[("PANTHEON_TABLE", "")]).unwrap().table().is_err());
    }
}
