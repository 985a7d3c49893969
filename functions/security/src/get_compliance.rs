//! `GET /v1/aws/security/compliance/{framework}`: how the accounts stand to each control.

use crate::{
    checks::Bundle,
    compliance::{Control, controls},
};
use chrono::{DateTime, Utc};
use pantheon_core::{
    Result,
    aws::AccountId,
    page::PageSize,
    permission::Permission,
    security::{
        Check, CheckId, Framework, Postures, Severity,
        posture::{CheckTotals, Score, TenantPosture},
    },
};
use pantheon_lambda::http::{Json, Problem, Request};
use serde::Serialize;
use utoipa::ToSchema;

/// How the accounts stand to a framework.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ComplianceView {
    /// The framework.
    pub framework: Framework,
    /// The score of the checks that stand for it; nothing where none had anything to say.
    #[schema(required = true)]
    pub score: Option<Score>,
    /// When the oldest part of it was evaluated; nothing where that never happened.
    #[schema(required = true)]
    pub evaluated_at: Option<DateTime<Utc>>,
    /// How many controls are in each state.
    pub summary: ComplianceSummary,
    /// The controls, in their order.
    pub controls: Vec<ControlView>,
}

/// How many controls are in each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct ComplianceSummary {
    /// Controls that hold.
    pub passed: u64,
    /// Controls that do not hold.
    pub failed: u64,
    /// Controls of which nobody can say.
    pub unknown: u64,
    /// Controls that nothing was found to apply to.
    pub not_applicable: u64,
    /// Controls that no check stands for.
    pub not_checked: u64,
}

/// Whether a control holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ControlState {
    /// All its checks pass, and nothing is hidden from them.
    Passed,
    /// One of its checks fails.
    Failed,
    /// None fails, but something is hidden from one or could not be read.
    Unknown,
    /// There is nothing that it applies to.
    NotApplicable,
    /// No check stands for it: a person has to look.
    NotChecked,
}

/// One control.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ControlView {
    /// Its number.
    pub id: String,
    /// What it demands.
    pub title: String,
    /// The part of the framework that it belongs to.
    pub section: String,
    /// Whether it holds.
    pub state: ControlState,
    /// The checks that stand for it.
    pub checks: Vec<ControlCheckView>,
}

/// A check of a control. Its findings are at `GET /v1/aws/security/findings?check=…`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ControlCheckView {
    /// The check.
    pub check: CheckId,
    /// What holds where it passes.
    pub title: String,
    /// How bad a failure is.
    pub severity: Severity,
    /// How many resources pass.
    pub passed: u64,
    /// How many resources fail.
    pub failed: u64,
    /// Of how many nobody can say.
    pub unknown: u64,
    /// In how many accounts resources may be hidden from it.
    pub accounts_with_holes: u64,
}

/// Shows a framework control by control, for the tenant or for one account.
#[utoipa::path(
    get, path = "/v1/aws/security/compliance/{framework}", operation_id = "get-compliance", tag = "security",
    params(
        ("framework" = Framework, Path, description = "The framework.", example = "cis_5.0"),
        ("account_id" = Option<AccountId>, Query, description = "Only of this account.", example = "111111111111"),
    ),
    responses(
        (status = 200, description = "The framework, control by control.", body = ComplianceView),
        (status = 400, description = "The account is none.", body = Problem),
        (status = 403, description = "The caller may not see findings.", body = Problem),
        (status = 404, description = "There is no such framework.", body = Problem),
    ),
    security(("bearer" = ["findings:read"])),
)]
pub async fn handle(postures: &dyn Postures, bundle: &Bundle, request: Request) -> Result<Json<ComplianceView>> {
    let caller = request.permit(Permission::FindingsRead)?;
    request.known_queries(&["account_id"])?;
    let framework: Framework = request.path("framework")?;
    let account_id: Option<AccountId> = request.query("account_id")?;

    let posture = match account_id {
        None => postures.posture(&caller.tenant, PageSize::of(1)?).await?.0.unwrap_or_default(),
        Some(account_id) => {
            let mut posture = TenantPosture::default();
            if let Some(account) = postures.account_posture(&caller.tenant, &account_id).await? {
                posture.add(&account);
            }
            posture
        }
    };
    Ok(Json::ok(view(framework, &posture, bundle)?))
}

fn view(framework: Framework, posture: &TenantPosture, bundle: &Bundle) -> Result<ComplianceView> {
    let controls = controls(framework)?;
    let controls: Vec<ControlView> =
        controls.into_iter().map(|control| control_view(framework, control, posture, bundle)).collect();
    let mut summary = ComplianceSummary::default();
    for control in &controls {
        *match control.state {
            ControlState::Passed => &mut summary.passed,
            ControlState::Failed => &mut summary.failed,
            ControlState::Unknown => &mut summary.unknown,
            ControlState::NotApplicable => &mut summary.not_applicable,
            ControlState::NotChecked => &mut summary.not_checked,
        } += 1;
    }
    let checks = bundle.checks().filter(|check| check.frameworks.contains_key(&framework));
    let score = Score::of_tenant(posture, checks);
    Ok(ComplianceView { framework, score, evaluated_at: posture.evaluated_at, summary, controls })
}

fn control_view(framework: Framework, control: Control, posture: &TenantPosture, bundle: &Bundle) -> ControlView {
    let Control { id, title, section, assessment: _ } = control;
    let stands_for = |check: &&Check| check.frameworks.get(&framework).is_some_and(|controls| controls.contains(&id));
    let checks: Vec<(&Check, Option<&CheckTotals>)> =
        bundle.checks().filter(stands_for).map(|check| (check, posture.checks.get(&check.id))).collect();
    let state = state(&checks);
    let checks = checks.into_iter().map(|(check, totals)| {
        let CheckTotals { hidden, passed, failed, unknown, .. } = totals.copied().unwrap_or_default();
        ControlCheckView {
            check: check.id.clone(),
            title: check.title.clone(),
            severity: check.severity,
            passed,
            failed,
            unknown,
            accounts_with_holes: hidden,
        }
    });
    ControlView { checks: checks.collect(), id, title, section, state }
}

fn state(checks: &[(&Check, Option<&CheckTotals>)]) -> ControlState {
    if checks.is_empty() {
        return ControlState::NotChecked;
    }
    let mut state = ControlState::NotApplicable;
    for totals in checks.iter().filter_map(|(_, totals)| *totals) {
        if totals.failed > 0 {
            return ControlState::Failed;
        }
        let unsure = totals.unknown > 0 || totals.hidden > 0;
        state = match state {
            ControlState::Unknown => ControlState::Unknown,
            _ if unsure => ControlState::Unknown,
            _ => ControlState::Passed,
        };
    }
    state
}
