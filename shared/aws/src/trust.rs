//! Tries member roles, so that only those are trusted that open to their external ID alone.

use crate::Sessions;
use async_trait::async_trait;
use pantheon_core::{
    Error, Result,
    account::{Account, Attempt, ExternalId, Trust},
    collect::GapReason,
    id::TenantId,
};

#[async_trait]
impl Trust for Sessions {
    async fn attempt(&self, tenant: &TenantId, account: &Account, external_id: Option<&ExternalId>) -> Result<Attempt> {
        let role_arn = self.partition().role_arn(account);
        match self.credentialer.attempt(tenant, &role_arn, external_id).await {
            Ok(()) => Ok(Attempt::Assumed),
            Err(gap) if matches!(gap.reason, GapReason::Denied | GapReason::DeniedByOrganization) => {
                Ok(Attempt::Denied(gap.detail))
            }
            // Neither yes nor no: a role must not be trusted, or refused, because STS was slow.
            Err(gap) => Err(Error::unavailable("AWS STS", gap.detail)),
        }
    }
}
