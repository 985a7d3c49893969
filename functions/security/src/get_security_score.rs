//! `GET /v1/aws/security/score`: how safe the accounts are, and how sure that is.

use crate::checks::Bundle;
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    aws::AccountId,
    page::PageSize,
    permission::Permission,
    security::{
        Check, Framework, Postures, Severity,
        posture::{Score, TenantPosture, TrendPoint},
    },
};
use pantheon_lambda::http::{Json, Problem, Request};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// How many days of scores are shown.
const DAYS: i64 = 90;

/// How safe the accounts are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SecurityScoreView {
    /// The score that is certain: the low end of the interval.
    #[schema(maximum = 100)]
    pub security_score: u32,
    /// The score as an interval: what could not be seen may be as bad or as good as possible.
    pub interval: Score,
    /// When the oldest part of it was evaluated.
    #[schema(required = true)]
    pub evaluated_at: Option<DateTime<Utc>>,
    /// How many accounts it holds.
    pub accounts: u64,
    /// In how many accounts something may be hidden from a check.
    pub checks_with_holes: u64,
    /// How many resources pass and fail the checks, by severity.
    pub by_severity: BTreeMap<String, VerdictCounts>,
    /// The score of the checks of each service.
    pub by_service: BTreeMap<String, Score>,
    /// The score of the checks that stand for each framework.
    pub by_framework: BTreeMap<String, Score>,
    /// The scores of the days before, the latest first.
    pub trend: Vec<TrendPoint>,
}

/// How many verdicts there are of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct VerdictCounts {
    /// Resources that pass a check.
    pub passed: u64,
    /// Resources that fail a check.
    pub failed: u64,
    /// Resources of which a check cannot say.
    pub unknown: u64,
}

/// Shows the score of the tenant, or of one account.
#[utoipa::path(
    get, path = "/v1/aws/security/score", operation_id = "get-security-score", tag = "security",
    params(("account_id" = Option<AccountId>, Query, description = "Only of this account.", example = "111111111111")),
    responses(
        (status = 200, description = "The score.", body = SecurityScoreView),
        (status = 400, description = "The account is none.", body = Problem),
        (status = 403, description = "The caller may not see findings.", body = Problem),
        (status = 404, description = "Nothing was evaluated yet; start a scan.", body = Problem),
    ),
    security(("bearer" = ["findings:read"])),
)]
pub async fn handle(postures: &dyn Postures, bundle: &Bundle, request: Request) -> Result<Json<SecurityScoreView>> {
    let caller = request.permit(Permission::FindingsRead)?;
    request.known_queries(&["account_id"])?;
    let account_id: Option<AccountId> = request.query("account_id")?;

    let (posture, trend) = match &account_id {
        None => postures.posture(&caller.tenant, PageSize::of(DAYS)?).await?,
        Some(account_id) => {
            let account = postures.account_posture(&caller.tenant, account_id).await?;
            let of_one = account.map(|account| {
                let mut posture = TenantPosture::default();
                posture.add(&account);
                posture
            });
            (of_one, Vec::new())
        }
    };
    let of = account_id.map_or("of this tenant".to_owned(), |account_id| format!("of {account_id}"));
    let view = posture.and_then(|posture| view(&posture, bundle, trend));
    view.map(Json::ok).ok_or_else(|| Error::not_found("security score", of))
}

fn view(posture: &TenantPosture, bundle: &Bundle, trend: Vec<TrendPoint>) -> Option<SecurityScoreView> {
    let interval = Score::of_tenant(posture, bundle.checks())?;
    let of = |wanted: &dyn Fn(&Check) -> bool| Score::of_tenant(posture, bundle.checks().filter(|check| wanted(check)));
    let services: BTreeSet<&str> = bundle.checks().map(|check| check.id.service()).collect();
    let by_service = services
        .into_iter()
        .filter_map(|service| Some((service.to_owned(), of(&|check| check.id.service() == service)?)));
    let by_framework = Framework::ALL.iter().filter_map(|framework| {
        Some((framework.as_str().to_owned(), of(&|check| check.frameworks.contains_key(framework))?))
    });
    Some(SecurityScoreView {
        security_score: interval.low,
        interval,
        evaluated_at: posture.evaluated_at,
        accounts: posture.accounts,
        checks_with_holes: posture.checks.values().filter(|totals| totals.hidden > 0).count() as u64,
        by_severity: by_severity(posture, bundle),
        by_service: by_service.collect(),
        by_framework: by_framework.collect(),
        trend,
    })
}

fn by_severity(posture: &TenantPosture, bundle: &Bundle) -> BTreeMap<String, VerdictCounts> {
    let mut counts = BTreeMap::<String, VerdictCounts>::new();
    for severity in Severity::ALL {
        counts.insert(severity.as_str().to_owned(), VerdictCounts::default());
    }
    for check in bundle.checks() {
        let Some(totals) = posture.checks.get(&check.id) else { continue };
        let sum = counts.entry(check.severity.as_str().to_owned()).or_default();
        sum.passed += totals.passed;
        sum.failed += totals.failed;
        sum.unknown += totals.unknown;
    }
    counts
}
