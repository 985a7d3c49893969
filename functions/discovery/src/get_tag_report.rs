//! `GET /v1/aws/tags/report`: say how the tenant's resources comply with its tag policy.
//!
//! The numbers are kept account by account, where [`crate::sync_service_agents`] writes them when
//! they change; a report adds them up, so it costs as much as there are accounts, not resources.

use crate::tag_view::{ScoreView, TagCoverageView, TagReportView};
use pantheon_core::{
    Result,
    aws::AccountId,
    command::Version,
    id::TenantId,
    permission::Permission,
    tagging::{Compliance, Score, Scores, Tagging},
};
use pantheon_lambda::http::{Json, Problem, Request};

/// Says how many resources have the tags that are asked for, by account, type and agent.
#[utoipa::path(
    get, path = "/v1/aws/tags/report", operation_id = "get-tag-report", tag = "tags",
    params(("account_id" = Option<AccountId>, Query, description = "Only of this account.", example = "111111111111")),
    responses(
        (status = 200, description = "The report, with what it may lack.", body = TagReportView),
        (status = 400, description = "The account is none.", body = Problem),
        (status = 403, description = "The caller may not see resources.", body = Problem),
    ),
    security(("bearer" = ["resources:read"])),
)]
pub async fn handle(tagging: &dyn Tagging, request: Request) -> Result<Json<TagReportView>> {
    let caller = request.permit(Permission::ResourcesRead)?;
    request.known_queries(&["account_id"])?;
    let account_id: Option<AccountId> = request.query("account_id")?;

    let policy = tagging.tag_policy(&caller.tenant).await?;
    let compliances = compliances(tagging, &caller.tenant, account_id).await?;

    Ok(Json::ok(report(&compliances, policy.version)))
}

async fn compliances(
    tagging: &dyn Tagging,
    tenant: &TenantId,
    account_id: Option<AccountId>,
) -> Result<Vec<Compliance>> {
    match account_id {
        Some(account_id) => Ok(tagging.compliance(tenant, &account_id).await?.into_iter().collect()),
        None => tagging.compliances(tenant).await,
    }
}

fn report(compliances: &[Compliance], policy: Version) -> TagReportView {
    let mut sum = Scores::default();
    for compliance in compliances {
        sum.add(&compliance.scores);
    }
    let holds_anything = |compliance: &&Compliance| compliance.scores != Scores::default();
    let by_account = compliances.iter().filter(holds_anything);
    TagReportView {
        total: sum.total.into(),
        by_account: by_account.map(|one| (one.account_id.clone(), one.scores.total.into())).collect(),
        by_type: views(sum.by_type),
        by_owner_agent: views(sum.by_owner_agent),
        breaches_by_key: sum.breaches_by_key.into_iter().map(|(key, count)| (key.into(), count)).collect(),
        untaggable: sum.untaggable,
        unbound: sum.unbound,
        coverage: coverage(compliances, policy),
    }
}

fn views<K: Ord>(scores: std::collections::BTreeMap<K, Score>) -> std::collections::BTreeMap<K, ScoreView> {
    scores.into_iter().map(|(key, score)| (key, score.into())).collect()
}

fn coverage(compliances: &[Compliance], policy: Version) -> TagCoverageView {
    let count = |rule: &dyn Fn(&Compliance) -> bool| compliances.iter().filter(|one| rule(one)).count() as u64;
    let accounts_with_holes = count(&|one| !one.complete);
    let accounts_outdated = count(&|one| one.policy_version != policy);
    let note = match (compliances.len(), accounts_with_holes, accounts_outdated) {
        (0, ..) => Some("No scan has ended yet, so nothing was judged.".to_owned()),
        (_, 0, 0) => None,
        (_, holes, 0) => Some(format!(
            "In {holes} accounts something could not be seen; GET /v1/aws/service-agents?state=degraded and \
             ?state=blind say what."
        )),
        (_, _, outdated) => Some(format!("{outdated} accounts are still being judged by the policy as it is now.")),
    };
    TagCoverageView {
        complete: note.is_none(),
        accounts: compliances.len() as u64,
        accounts_with_holes,
        accounts_outdated,
        note,
        changed_at: compliances.iter().map(|one| one.since).max(),
    }
}
