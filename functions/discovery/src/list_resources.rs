//! `GET /v1/aws/resources`: search the inventory.

use crate::{standing, view::ResourceView};
use pantheon_core::{
    Error, Result,
    agent::HistoricalAgent,
    aws::{AccountId, Region, ResourceType},
    coverage::{Coverage, CoverageSummary},
    page::Page,
    permission::Permission,
    resource::ResourceState,
    scan::{Inventory, ResourceFilter, Scans},
};
use pantheon_lambda::http::{Cursors, Json, Listing, Problem, Request};
use serde::{Serialize, de::DeserializeOwned};
use utoipa::ToSchema;

/// A part of the inventory, and what could not be seen of it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ResourceListing {
    /// The resources, in the order of the list.
    pub items: Vec<ResourceView>,
    /// Send it as `cursor` to get what follows; `null` if nothing does.
    pub next_cursor: Option<String>,
    /// What could not be seen in the accounts and regions, and of the types, that were asked for.
    pub coverage: CoverageSummary,
}

/// Lists the resources that match every given filter.
#[utoipa::path(
    get, path = "/v1/aws/resources", operation_id = "list-resources", tag = "discovery",
    params(
        ("account_id" = Option<AccountId>, Query, description = "Only of this account.", example = "111111111111"),
        ("region" = Option<Region>, Query, description = "Only of this region; `global` is where IAM lives.", example = "eu-west-1"),
        ("resource_type" = Option<ResourceType>, Query, description = "Only of this CloudFormation type.", example = "AWS::EC2::Instance"),
        ("state" = Option<ResourceState>, Query, description = "Only in this state; what is gone is listed only as `deleting`.", example = "active"),
        ("owner_agent" = Option<HistoricalAgent>, Query, description = "Only of this historical agent.", example = "BillGates"),
        ("tag" = Option<String>, Query, description = "Only with this tag: `key` or `key=value`.", example = "environment=production"),
        ("sort" = Option<String>, Query, pattern = "^-?(account|resource_type)$", description = "`account` or `resource_type`; with a leading `-`, backwards.", example = "-resource_type"),
        ("page_size" = Option<i64>, Query, description = "How many at most, 50 if not said, 1000 at most.", example = 50),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of resources, and what could not be seen.", body = ResourceListing),
        (status = 400, description = "A filter or the cursor is not valid.", body = Problem),
        (status = 403, description = "The caller may not see resources.", body = Problem),
    ),
    security(("bearer" = ["resources:read"])),
)]
pub async fn handle(
    inventory: &dyn Inventory,
    coverage: &dyn Coverage,
    scans: &dyn Scans,
    cursors: &Cursors,
    request: Request,
) -> Result<Json<ResourceListing>> {
    let caller = request.permit(Permission::ResourcesRead)?;
    request.known_queries(&["account_id", "region", "resource_type", "state", "owner_agent", "tag", "sort"])?;
    let filter = filter_of(&request)?;

    let found = inventory.resources(&caller.tenant, &filter, &request.page(cursors)?).await?;
    let items = standing::shown(coverage, &caller.tenant, found.items).await?;
    let coverage = standing::summary(coverage, scans, &caller.tenant, &(&filter).into()).await?;

    let Listing { items, next_cursor } = Json::page(&request, cursors, Page { items, next: found.next })?.body;
    Ok(Json::ok(ResourceListing { items, next_cursor, coverage }))
}

fn filter_of(request: &Request) -> Result<ResourceFilter> {
    let sort = request.query_text("sort")?;
    let backwards = sort.and_then(|sort| sort.strip_prefix('-'));
    Ok(ResourceFilter {
        account_id: request.query("account_id")?,
        region: request.query("region")?,
        resource_type: request.query("resource_type")?,
        state: choice("state", request.query_text("state")?)?,
        owner_agent: choice("owner_agent", request.query_text("owner_agent")?)?,
        tag: request.query_text("tag")?.map(ResourceFilter::tag_of),
        descending: backwards.is_some(),
        sort: choice("sort", backwards.or(sort))?.unwrap_or_default(),
    })
}

/// Reads one of the values that the type spells out.
pub(crate) fn choice<T: DeserializeOwned>(name: &str, value: Option<&str>) -> Result<Option<T>> {
    let Some(value) = value else { return Ok(None) };
    let parsed = serde_json::from_value(value.into());
    parsed.map(Some).map_err(|error| Error::invalid(name, error.to_string()))
}
