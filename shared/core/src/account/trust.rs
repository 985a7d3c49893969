//! What makes a role trustworthy: it opens to its external ID, and to nothing else.
//!
//! A role that opens without one could be used by any other customer of a service that runs in
//! our account, and a role that ignores its value by any other tenant.

use super::{Account, ExternalId, Trust, sync::Organization};
use crate::{
    Error, Result,
    collect::{Gap, GapReason},
    id::TenantId,
};
use serde::{Deserialize, Serialize};

/// What AWS answered to one attempt to assume a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// The role was assumed.
    Assumed,
    /// AWS refused, with these words.
    Denied(String),
}

/// What became of trying a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The role opens to its external ID alone.
    Trusted,
    /// The role is of no use, or a danger.
    Refused(Refusal),
}

/// Why an account was refused, and what would help.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Refusal {
    /// The reason, for programs.
    pub reason: RefusalReason,
    /// The reason, and what to do about it, for people. It never contains the external ID.
    pub detail: String,
}

/// Why an account was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RefusalReason {
    /// The role does not exist, or does not trust Pantheon with this external ID.
    RoleNotAssumable,
    /// The role can be assumed without any external ID.
    OpenWithoutExternalId,
    /// The role can be assumed with an external ID that nobody made.
    OpenToAnyExternalId,
    /// The account is not the management account of an organization.
    NotManagementAccount,
    /// The role may not read the organization.
    OrganizationUnreadable,
    /// Another tenant of this deployment has connected the account.
    HeldElsewhere,
}

impl RefusalReason {
    /// Returns the reason as the API spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::RoleNotAssumable => "role_not_assumable",
            Self::OpenWithoutExternalId => "open_without_external_id",
            Self::OpenToAnyExternalId => "open_to_any_external_id",
            Self::NotManagementAccount => "not_management_account",
            Self::OrganizationUnreadable => "organization_unreadable",
            Self::HeldElsewhere => "held_elsewhere",
        }
    }
}

const REMEDY: &str = "deploy infra/member-role.yaml there with the ExternalId of this connection, then verify again";

/// Tries the role of an account with its external ID, without one, and with `wrong`, which nobody
/// was ever given.
///
/// Fails with `unavailable` if AWS gave no clear answer; the account is then neither trusted nor
/// refused.
pub async fn try_role(trust: &dyn Trust, tenant: &TenantId, account: &Account, wrong: &ExternalId) -> Result<Verdict> {
    if let Attempt::Denied(detail) = trust.attempt(tenant, account, Some(&account.external_id)).await? {
        return Ok(refuse(account, RefusalReason::RoleNotAssumable, &detail));
    }
    if trust.attempt(tenant, account, None).await? == Attempt::Assumed {
        return Ok(refuse(account, RefusalReason::OpenWithoutExternalId, ""));
    }
    if trust.attempt(tenant, account, Some(wrong)).await? == Attempt::Assumed {
        return Ok(refuse(account, RefusalReason::OpenToAnyExternalId, ""));
    }
    Ok(Verdict::Trusted)
}

/// Judges whether an account whose role was proven is the management account of its organization.
///
/// Fails with `unavailable` if AWS could not say so for now.
pub fn judge_management(account: &Account, seen: Result<Organization, Gap>) -> Result<Verdict> {
    match seen {
        Ok(organization) if organization.management_account_id == account.id => Ok(Verdict::Trusted),
        Ok(organization) => {
            let manager = organization.management_account_id.as_str();
            Ok(refuse(account, RefusalReason::NotManagementAccount, manager))
        }
        Err(gap) if may_pass(gap.reason) => Err(Error::unavailable("AWS Organizations", gap.detail)),
        Err(gap) => Ok(refuse(account, RefusalReason::OrganizationUnreadable, &gap.detail)),
    }
}

/// Tells whether looking again later may help, without anybody changing anything.
pub fn may_pass(reason: GapReason) -> bool {
    match reason {
        GapReason::Throttled | GapReason::TimedOut | GapReason::Unreachable => true,
        GapReason::Denied
        | GapReason::DeniedByOrganization
        | GapReason::RegionDisabled
        | GapReason::Skipped
        | GapReason::Failed => false,
    }
}

/// Refuses an account and says what would help; `said` is what AWS said, if that matters.
pub fn refuse(account: &Account, reason: RefusalReason, said: &str) -> Verdict {
    let (role, id) = (&account.role_name, &account.id);
    let detail = match reason {
        RefusalReason::RoleNotAssumable => {
            format!("the role {role} in account {id} cannot be assumed: {REMEDY}. AWS says: {said}")
        }
        RefusalReason::OpenWithoutExternalId => {
            format!("the role {role} in account {id} can be assumed without an ExternalId: {REMEDY}")
        }
        RefusalReason::OpenToAnyExternalId => {
            format!("the role {role} in account {id} can be assumed with any ExternalId: {REMEDY}")
        }
        RefusalReason::NotManagementAccount => format!(
            "account {id} belongs to the organization of account {said}: connect that one as the organization, or this one as an account"
        ),
        RefusalReason::OrganizationUnreadable => format!(
            "the role {role} in account {id} cannot read an organization: connect the management account with the role of infra/member-role.yaml, or connect this one as an account. AWS says: {said}"
        ),
        RefusalReason::HeldElsewhere => {
            format!("account {id} is connected elsewhere in this deployment: it must be disconnected there first")
        }
    };
    Verdict::Refused(Refusal { reason, detail })
}
