//! Sessions in the watched accounts.

use crate::{
    credentials::{Credentialer, MemberCredentials, MemberRole},
    naming::Partition,
    pace::{Pacers, connections},
    patience::Patience,
};
use aws_config::{AppName, SdkConfig, identity::IdentityCache};
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use pantheon_core::{
    account::Account,
    aws::{AccountId, Region},
    budget::{Calls, USUAL_SHARE},
    collect::Gap,
    id::TenantId,
};
use std::sync::Arc;

/// Opens sessions with the member roles of connected accounts, and keeps them while they last.
///
/// One per process: its sessions, connections and endpoint overrides are those of the SDK
/// configuration that it was made with. Calls of one account and region keep a common pace, whoever
/// makes them, and are counted.
#[derive(Clone, Debug)]
pub struct Sessions {
    sdk: SdkConfig,
    http: SharedHttpClient,
    pacers: Arc<Pacers>,
    partition: Partition,
    patience: Patience,
    pub(crate) credentialer: Arc<Credentialer>,
}

impl Sessions {
    /// Prepares to open sessions in the name of `function`; no call is made yet.
    pub fn new(sdk: &SdkConfig, function: &str) -> Self {
        let patience = Patience::for_sessions();
        let sts = aws_sdk_sts::config::Builder::from(sdk)
            .retry_config(patience.retries())
            .timeout_config(patience.timeouts())
            .build();
        let credentialer = Arc::new(Credentialer::new(aws_sdk_sts::Client::from_conf(sts), function));
        let partition = Partition::of_sdk(sdk);
        Self {
            sdk: sdk.clone(),
            http: sdk.http_client().unwrap_or_else(connections),
            pacers: Arc::new(Pacers::sharing(USUAL_SHARE)),
            partition,
            patience: Patience::default(),
            credentialer,
        }
    }

    /// Changes which share of AWS's quotas the calls of the sessions may take, in percent.
    #[must_use]
    pub fn with_share(mut self, percent: u8) -> Self {
        self.pacers = Arc::new(Pacers::sharing(percent));
        self
    }

    /// Returns the calls that were made in an account and region since the last time, and begins anew.
    pub fn take_calls(&self, account: &AccountId, region: &Region) -> Calls {
        self.pacers.of(account, region).take_calls()
    }

    /// Changes how long and how often the calls of the sessions are tried.
    #[must_use]
    pub fn with_patience(mut self, patience: Patience) -> Self {
        self.patience = patience;
        self
    }

    /// Returns the AWS that our own account belongs to; member accounts are always in the same.
    pub fn partition(&self) -> Partition {
        self.partition
    }

    /// Opens a session in an account and returns what every SDK client needs to use it in `region`.
    ///
    /// The role is assumed before this returns, so that a refusal is one gap of the whole shard and
    /// not one of each call. The clients renew the session by themselves.
    pub async fn sdk_config_for(
        &self,
        tenant: &TenantId,
        account: &Account,
        region: &Region,
    ) -> Result<SdkConfig, Gap> {
        let role = MemberRole::of(tenant, account, self.partition);
        let now = self.sdk.time_source().unwrap_or_default().now();
        self.credentialer.credentials(&role, now).await?;

        let provider = MemberCredentials { credentialer: self.credentialer.clone(), role, sdk: self.sdk.clone() };
        let mut config = self
            .sdk
            .to_builder()
            .region(aws_config::Region::new(self.partition.endpoint_region(region)))
            .credentials_provider(SharedCredentialsProvider::new(provider))
            .http_client(self.pacers.of(&account.id, region).pacing(self.http.clone()))
            // The credentials are kept by us; a second cache would only forget whose they are.
            .identity_cache(IdentityCache::no_cache())
            .retry_config(self.patience.retries())
            .timeout_config(self.patience.timeouts());
        config.set_app_name(AppName::new("pantheon").ok());
        Ok(config.build())
    }
}
