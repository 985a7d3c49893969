//! What is told about security.

use super::{CheckId, Finding, FindingId, FindingStatus, Severity, posture::Score};
use crate::{agent::HistoricalAgent, event::Fact, resource::ResourceId};
use serde::{Deserialize, Serialize};

/// Somebody wants the accounts looked at now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SecurityScanRequested {}

impl Fact for SecurityScanRequested {
    const KIND: &'static str = "security_scan.requested";

    fn subject(&self) -> String {
        "security".to_owned()
    }
}

macro_rules! finding_facts {
    ($($(#[$doc:meta])* $name:ident = $kind:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
        pub struct $name {
            /// The finding.
            pub finding_id: FindingId,
            /// The check.
            pub check: CheckId,
            /// How bad it is.
            pub severity: Severity,
            /// The resource.
            pub resource_id: ResourceId,
            /// The agent that answers for the resource.
            pub owner_agent: HistoricalAgent,
            /// Where the finding stands.
            pub status: FindingStatus,
        }

        impl $name {
            /// Tells what became of a finding.
            pub fn of(finding: &Finding) -> Self {
                Self {
                    finding_id: finding.id.clone(),
                    check: finding.check.clone(),
                    severity: finding.severity,
                    resource_id: finding.resource_id.clone(),
                    owner_agent: finding.owner_agent,
                    status: finding.status,
                }
            }
        }

        impl Fact for $name {
            const KIND: &'static str = $kind;

            fn subject(&self) -> String {
                format!("findings/{}", self.finding_id)
            }
        }
    )*};
}

finding_facts! {
    /// A check fails for the first time.
    FindingOpened = "finding.opened";
    /// A check fails again after it had passed.
    FindingReopened = "finding.reopened";
    /// A check passes that had failed, or the resource is gone.
    FindingResolved = "finding.resolved";
    /// Somebody has said what they think of a finding, or it is described anew.
    FindingChanged = "finding.changed";
}

/// All accounts have been scored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PostureEvaluated {
    /// The score of the tenant; nothing where no check had anything to say.
    #[schema(required = true)]
    pub score: Option<Score>,
    /// How many accounts were scored.
    pub accounts: u64,
}

impl Fact for PostureEvaluated {
    const KIND: &'static str = "posture.evaluated";

    fn subject(&self) -> String {
        "security".to_owned()
    }
}
