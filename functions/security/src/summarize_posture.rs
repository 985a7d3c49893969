//! Queue task: put the postures of all accounts of a tenant together, and score the day.
//!
//! Every account that was evaluated asks for it, half a minute later; the first of them sums up for
//! all that came before, and the others find nothing left to do.

use crate::checks::Bundle;
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    clock::Clock,
    command::{Commit, Version},
    event::Origin,
    id::{CorrelationId, TenantId},
    page::{PageRequest, PageSize},
    queue::DelayedTasks,
    security::{
        PostureEvaluated, Postures,
        posture::{Score, TenantPosture, TrendPoint},
    },
};
use pantheon_lambda::queue::Task;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// The queue of this function.
pub const QUEUE: &str = "summarize-posture";
/// How long is waited for other accounts.
const WAITS: Duration = Duration::from_secs(30);

/// The body of a message in the queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SummaryTask {
    /// The tenant whose accounts were evaluated.
    pub tenant_id: TenantId,
    /// When.
    pub evaluated_at: DateTime<Utc>,
    /// What set it in motion.
    pub correlation_id: CorrelationId,
}

/// What summarizing needs.
#[derive(Clone, Copy)]
pub struct Ports<'a> {
    /// The postures.
    pub postures: &'a dyn Postures,
    /// The time.
    pub clock: &'a dyn Clock,
}

/// Asks for a summary that holds what was just evaluated.
pub(crate) async fn ask(later: &dyn DelayedTasks, origin: &Origin) -> Result<()> {
    let task = SummaryTask {
        tenant_id: origin.tenant.clone(),
        evaluated_at: origin.at,
        correlation_id: origin.correlation.clone(),
    };
    later.send_later(QUEUE, serde_json::to_string(&task).map_err(Error::internal)?, WAITS).await
}

/// Sums up, unless that was done after the account was evaluated.
pub async fn handle(ports: Ports<'_>, bundle: &Bundle, task: Task<SummaryTask>) -> Result<()> {
    let SummaryTask { tenant_id, evaluated_at, correlation_id } = &task.body;
    let (before, _) = ports.postures.posture(tenant_id, PageSize::of(1)?).await?;
    if before.and_then(|posture| posture.summarized_at).is_some_and(|at| at > *evaluated_at) {
        return Ok(());
    }
    let at = ports.clock.now();
    let posture = TenantPosture { summarized_at: Some(at), ..sum(ports.postures, tenant_id).await? };

    let score = Score::of_tenant(&posture, bundle.checks());
    let origin = Origin { correlation: correlation_id.clone(), at, ..task.origin(tenant_id.clone()) };
    let fact = PostureEvaluated { score, accounts: posture.accounts };
    let commit = Commit::unasked().telling(&origin, &fact, Version::FIRST);
    let today = score.map(|score| TrendPoint { at, score });
    ports.postures.keep_posture(tenant_id, &posture, today, commit).await
}

async fn sum(postures: &dyn Postures, tenant: &TenantId) -> Result<TenantPosture> {
    let (mut page, mut sum) = (PageRequest::first(PageSize::LARGEST), TenantPosture::default());
    loop {
        let found = postures.account_postures(tenant, &page).await?;
        found.items.iter().for_each(|posture| sum.add(posture));
        let Some(next) = found.next else { return Ok(sum) };
        page.after = Some(next);
    }
}
