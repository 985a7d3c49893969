//! Sessions in the watched accounts.

use crate::{
    credentials::{Credentialer, MemberCredentials, MemberRole},
    naming::Partition,
    patience::Patience,
};
use aws_config::{AppName, SdkConfig, identity::IdentityCache};
use aws_credential_types::provider::SharedCredentialsProvider;
use pantheon_core::{account::Account, aws::Region, collect::Gap, id::TenantId};
use std::sync::Arc;

/// Opens sessions with the member roles of connected accounts, and keeps them while they last.
///
/// One per process: its sessions, connections and endpoint overrides are those of the SDK
/// configuration that it was made with.
#[derive(Clone, Debug)]
pub struct Sessions {
    sdk: SdkConfig,
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
        Self { sdk: sdk.clone(), partition, patience: Patience::default(), credentialer }
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
            // The credentials are kept by us; a second cache would only forget whose they are.
            .identity_cache(IdentityCache::no_cache())
            .retry_config(self.patience.retries())
            .timeout_config(self.patience.timeouts());
        config.set_app_name(AppName::new("pantheon").ok());
        Ok(config.build())
    }
}
