//! `GET /v1/aws/resources/{resource_id}/history`: list the versions of a resource.

use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    history::{Change, ChangeKind, History, ResourceVersion, VersionId, changes},
    id::TenantId,
    page::{Page, PageRequest, PageSize, Position},
    permission::Permission,
    resource::ResourceId,
};
use pantheon_lambda::http::{Cursors, Json, Listing, Problem, Request};
use serde::Serialize;
use utoipa::ToSchema;

/// How many versions a page holds at most: each is compared with the one before.
const LARGEST_PAGE: i64 = 100;

/// What a resource was like from one moment on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct VersionView {
    /// Names the version, as `from` or `to` of a difference.
    pub version: VersionId,
    /// What made the version.
    pub kind: ChangeKind,
    /// When it was seen.
    pub seen_at: DateTime<Utc>,
    /// Where it differs from the version before, as JSON pointers; `null` if that is not kept any
    /// more.
    pub changed: Option<Vec<String>>,
}

impl VersionView {
    fn of(version: &ResourceVersion, before: Option<&ResourceVersion>) -> Self {
        let changed = match (version.kind, before) {
            (ChangeKind::Created, _) => Some(Vec::new()),
            (_, Some(before)) => Some(changes(&before.document(), &version.document()).into_iter().map(path).collect()),
            (_, None) => None,
        };
        Self { version: version.id(), kind: version.kind, seen_at: version.resource.updated_at, changed }
    }
}

fn path(change: Change) -> String {
    change.path
}

/// Lists the versions of a resource, the newest first.
#[utoipa::path(
    get, path = "/v1/aws/resources/{resource_id}/history", operation_id = "list-resource-history", tag = "discovery",
    params(
        ("resource_id" = ResourceId, Path, description = "The resource.", example = "111111111111:eu-west-1:AWS.EC2.Instance:i-0abcdef1234567890"),
        ("page_size" = Option<i64>, Query, description = "How many at most, 50 if not said, 100 at most.", example = 50),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of versions; those that were replaced are kept for 400 days.", body = Listing<VersionView>),
        (status = 400, description = "The cursor belongs to another list.", body = Problem),
        (status = 403, description = "The caller may not see resources.", body = Problem),
        (status = 404, description = "The tenant has no such resource, and had none in the last 400 days.", body = Problem),
    ),
    security(("bearer" = ["resources:read"])),
)]
pub async fn handle(history: &dyn History, cursors: &Cursors, request: Request) -> Result<Json<Listing<VersionView>>> {
    let caller = request.permit(Permission::ResourcesRead)?;
    let id: ResourceId = request.path("resource_id")?;
    request.known_queries(&[])?;

    let page = small(request.page(cursors)?)?;
    let found = history.versions(&caller.tenant, &id, &page).await?;
    if found.items.is_empty() && page.after.is_none() {
        return Err(Error::not_found("resource", &id));
    }
    let before = following(history, &caller.tenant, &id, found.next.clone()).await?;

    Json::page(&request, cursors, shown(&found, before.as_ref()))
}

fn small(page: PageRequest) -> Result<PageRequest> {
    let largest = PageSize::of(LARGEST_PAGE)?;
    let size = if page.size.get() > largest.get() { largest } else { page.size };
    Ok(PageRequest { size, ..page })
}

/// Returns the version that follows a page, which is the one before the last of the page.
async fn following(
    history: &dyn History,
    tenant: &TenantId,
    id: &ResourceId,
    end: Option<Position>,
) -> Result<Option<ResourceVersion>> {
    let Some(end) = end else { return Ok(None) };
    let one = PageRequest { after: Some(end), ..PageRequest::first(PageSize::of(1)?) };
    Ok(history.versions(tenant, id, &one).await?.items.into_iter().next())
}

fn shown(found: &Page<ResourceVersion>, following: Option<&ResourceVersion>) -> Page<VersionView> {
    let before = found.items.iter().skip(1).map(Some).chain([following]);
    let items = found.items.iter().zip(before).map(|(version, before)| VersionView::of(version, before));
    Page { items: items.collect(), next: found.next.clone() }
}

#[cfg(test)]
mod tests;
