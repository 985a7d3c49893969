//! `GET /v1/aws/security/findings`: list what is wrong.

use crate::{
    checks::Bundle,
    finding_view::{FindingView, word},
};
use pantheon_core::{
    Result,
    agent::HistoricalAgent,
    aws::AccountId,
    permission::Permission,
    resource::ResourceId,
    security::{CheckId, FindingFilter, FindingStatus, Findings, Mutes, Severity},
};
use pantheon_lambda::http::{Cursors, Json, Listing, Problem, Request};

/// Lists the findings that match every given filter: the worst first, and of these the oldest.
///
/// Resolved findings are listed only by `status=resolved`, and muted ones only by `muted=true`.
#[utoipa::path(
    get, path = "/v1/aws/security/findings", operation_id = "list-findings", tag = "security",
    params(
        ("account_id" = Option<AccountId>, Query, description = "Only of this account.", example = "111111111111"),
        ("check" = Option<CheckId>, Query, description = "Only of this check.", example = "s3.bucket_blocks_public_access"),
        ("severity" = Option<Severity>, Query, description = "Only this bad.", example = "high"),
        ("status" = Option<FindingStatus>, Query, description = "Only in this status.", example = "open"),
        ("resource_id" = Option<ResourceId>, Query, description = "Only of this resource.", example = "111111111111:eu-west-1:AWS.S3.Bucket:logs"),
        ("owner_agent" = Option<HistoricalAgent>, Query, description = "Only of resources of this agent.", example = "BillGates"),
        ("muted" = Option<bool>, Query, description = "Whether to list what is muted, instead of what is not.", example = false),
        ("page_size" = Option<i64>, Query, description = "How many at most, 50 if not said, 1000 at most; mutes may leave a page shorter.", example = 50),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of findings.", body = Listing<FindingView>),
        (status = 400, description = "A filter or the cursor is not valid.", body = Problem),
        (status = 403, description = "The caller may not see findings.", body = Problem),
    ),
    security(("bearer" = ["findings:read"])),
)]
pub async fn handle(
    (findings, mutes): (&dyn Findings, &dyn Mutes),
    bundle: &Bundle,
    cursors: &Cursors,
    request: Request,
) -> Result<Json<Listing<FindingView>>> {
    let caller = request.permit(Permission::FindingsRead)?;
    request.known_queries(&["account_id", "check", "severity", "status", "resource_id", "owner_agent", "muted"])?;
    let filter = FindingFilter {
        account_id: request.query("account_id")?,
        check: request.query("check")?,
        severity: word("severity", request.query_text("severity")?)?,
        status: word("status", request.query_text("status")?)?,
        resource_id: request.query("resource_id")?,
        owner_agent: word("owner_agent", request.query_text("owner_agent")?)?,
    };
    let hidden = request.query_flag("muted")?;

    let mutes = mutes.mutes(&caller.tenant, request.now()).await?;
    let mut page = findings.findings(&caller.tenant, &filter, &request.page(cursors)?).await?;
    page.items.retain(|finding| mutes.iter().any(|mute| mute.hides(finding, request.now())) == hidden);

    let now = request.now();
    Json::page(&request, cursors, page.map(|finding| FindingView::of(finding, bundle, &mutes, now)))
}
