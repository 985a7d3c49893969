//! `GET /v1/aws/coverage`: show what could and could not be seen when each place was last looked at.

use crate::{list_resources::choice, view::StandingView};
use pantheon_core::{
    Result,
    aws::{AccountId, Region, Service},
    collect::GapReason,
    coverage::{Coverage, CoverageFilter},
    permission::Permission,
};
use pantheon_lambda::http::{Cursors, Json, Listing, Problem, Request};

/// Lists the standing coverage ledger: one row per account, region and service, over all scans.
#[utoipa::path(
    get, path = "/v1/aws/coverage", operation_id = "list-coverage", tag = "discovery",
    params(
        ("account_id" = Option<AccountId>, Query, description = "Only of this account.", example = "111111111111"),
        ("region" = Option<Region>, Query, description = "Only of this region, or `global`.", example = "eu-west-1"),
        ("service" = Option<Service>, Query, description = "Only of this service.", example = "ec2"),
        ("reason" = Option<GapReason>, Query, description = "Only where something could not be seen for this reason.", example = "denied"),
        ("holes" = Option<bool>, Query, description = "Whether to list only where something could not be seen.", example = true),
        ("page_size" = Option<i64>, Query, description = "How many at most, 50 if not said, 1000 at most.", example = 50),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of the ledger, by account, region and service.", body = Listing<StandingView>),
        (status = 400, description = "A filter or the cursor is not valid.", body = Problem),
        (status = 403, description = "The caller may not see scans.", body = Problem),
    ),
    security(("bearer" = ["scans:read"])),
)]
pub async fn handle(
    coverage: &dyn Coverage,
    cursors: &Cursors,
    request: Request,
) -> Result<Json<Listing<StandingView>>> {
    let caller = request.permit(Permission::ScansRead)?;
    request.known_queries(&["account_id", "region", "service", "reason", "holes"])?;
    let filter = CoverageFilter {
        account_id: request.query("account_id")?,
        region: request.query("region")?,
        service: request.query("service")?,
        reason: choice("reason", request.query_text("reason")?)?,
        only_holes: request.query_flag("holes")?,
    };

    let page = coverage.coverage(&caller.tenant, &filter, &request.page(cursors)?).await?;

    Json::page(&request, cursors, page.map(StandingView::from))
}
