//! Evaluating one account: its resources against all checks, and what that changes.

mod holes;
mod outcome;

pub(crate) use holes::Holes;
pub(crate) use outcome::Evaluation;

use pantheon_core::{
    aws::AccountId,
    id::{CorrelationId, TenantId},
};
use serde::{Deserialize, Serialize};

/// The queue of [`crate::evaluate_account`].
pub const QUEUE: &str = "evaluate-account";

/// The body of a message in the queue: one account that is to be evaluated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccountTask {
    /// The tenant whose account it is.
    pub tenant_id: TenantId,
    /// The account.
    pub account_id: AccountId,
    /// What set it in motion, so that its events can be told to belong together.
    pub correlation_id: CorrelationId,
}
