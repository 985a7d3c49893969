//! Credentials of member roles: assumed with the external ID, kept until shortly before they end.

use crate::{
    gap::{NoSession, gap_of},
    naming::{Partition, session_name},
};
use aws_credential_types::{
    Credentials,
    provider::{ProvideCredentials, error::CredentialsError, future},
};
use aws_sdk_sts::{Client, operation::assume_role::AssumeRoleOutput};
use pantheon_core::{
    account::{Account, ExternalId},
    collect::{Gap, GapReason},
    id::TenantId,
};
use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, SystemTime},
};

/// How long a session lasts, which is also the least that every role permits.
const SESSION_SECONDS: i32 = 3_600;

/// How long before its end a session is renewed.
pub const RENEWED_BEFORE_END: Duration = Duration::from_mins(5);

/// How many sessions a container keeps.
pub const SESSIONS_KEPT: usize = 128;

/// The role of one tenant in one account.
///
/// The tenant and the external ID are part of the name: nobody gets a session by the digits of an
/// account alone, even if the container served the rightful tenant a moment ago.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct MemberRole {
    pub(crate) tenant: TenantId,
    pub(crate) arn: String,
    pub(crate) external_id: ExternalId,
}

impl MemberRole {
    pub(crate) fn of(tenant: &TenantId, account: &Account, partition: Partition) -> Self {
        Self { tenant: tenant.clone(), arn: partition.role_arn(account), external_id: account.external_id.clone() }
    }
}

/// Assumes roles and keeps what it was given.
pub(crate) struct Credentialer {
    sts: Client,
    function: String,
    kept: Mutex<HashMap<MemberRole, Credentials>>,
}

impl fmt::Debug for Credentialer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Credentialer").field("function", &self.function).finish_non_exhaustive()
    }
}

impl Credentialer {
    pub(crate) fn new(sts: Client, function: &str) -> Self {
        Self { sts, function: function.to_owned(), kept: Mutex::default() }
    }

    /// Returns credentials that last a while, from memory where possible.
    pub(crate) async fn credentials(&self, role: &MemberRole, now: SystemTime) -> Result<Credentials, Gap> {
        if let Some(kept) = self.kept(role, now) {
            return Ok(kept);
        }
        let request = self.sts.assume_role().duration_seconds(SESSION_SECONDS);
        let request = request.external_id(role.external_id.as_str());
        let answer = request
            .role_arn(&role.arn)
            .role_session_name(session_name(&self.function, &role.tenant))
            .send()
            .await
            .map_err(|error| gap_of("sts:AssumeRole", &error))?;
        let fresh = credentials_of(&answer)?;
        self.keep(role, &fresh, now);
        Ok(fresh)
    }

    /// Tries a role once, with a session that may do nothing at all.
    pub(crate) async fn attempt(
        &self,
        tenant: &TenantId,
        role_arn: &str,
        external_id: Option<&ExternalId>,
    ) -> Result<(), Gap> {
        const NOTHING: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}"#;
        let request = self
            .sts
            .assume_role()
            .role_arn(role_arn)
            .role_session_name(session_name(&self.function, tenant))
            .set_external_id(external_id.map(|id| id.as_str().to_owned()))
            .duration_seconds(900)
            .policy(NOTHING);
        request.send().await.map(|_| ()).map_err(|error| gap_of("sts:AssumeRole", &error))
    }

    #[cfg(test)]
    pub(crate) fn count(&self) -> usize {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    fn kept(&self, role: &MemberRole, now: SystemTime) -> Option<Credentials> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(role).filter(|credentials| lasts(credentials, now)).cloned()
    }

    fn keep(&self, role: &MemberRole, fresh: &Credentials, now: SystemTime) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|_, credentials| lasts(credentials, now));
        if kept.len() >= SESSIONS_KEPT {
            let first_to_end =
                kept.iter().min_by_key(|(_, credentials)| credentials.expiry()).map(|(role, _)| role.clone());
            first_to_end.and_then(|role| kept.remove(&role));
        }
        kept.insert(role.clone(), fresh.clone());
    }
}

fn lasts(credentials: &Credentials, now: SystemTime) -> bool {
    credentials.expiry().is_some_and(|end| end > now + RENEWED_BEFORE_END)
}

fn credentials_of(answer: &AssumeRoleOutput) -> Result<Credentials, Gap> {
    let given = answer.credentials().ok_or_else(|| failed("the answer holds no credentials"))?;
    let end = SystemTime::try_from(*given.expiration()).map_err(|_| failed("the session ends at no time"))?;
    Ok(Credentials::new(
        given.access_key_id(),
        given.secret_access_key(),
        Some(given.session_token().to_owned()),
        Some(end),
        "member-role",
    ))
}

fn failed(detail: &str) -> Gap {
    Gap { operation: "sts:AssumeRole".to_owned(), reason: GapReason::Failed, detail: detail.to_owned() }
}

/// Gives the clients of one session its credentials, and renews them while a long call runs.
#[derive(Clone)]
pub(crate) struct MemberCredentials {
    pub(crate) credentialer: Arc<Credentialer>,
    pub(crate) role: MemberRole,
    pub(crate) sdk: aws_config::SdkConfig,
}

impl fmt::Debug for MemberCredentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("MemberCredentials").field("role", &self.role.arn).finish_non_exhaustive()
    }
}

impl ProvideCredentials for MemberCredentials {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(async move {
            let now = self.sdk.time_source().unwrap_or_default().now();
            let credentials = self.credentialer.credentials(&self.role, now).await;
            credentials.map_err(|gap| CredentialsError::provider_error(NoSession(gap)))
        })
    }
}
