//! `GET /v1/aws/resources/{resource_id}/diff`: show what differs between two versions of a resource.

use json_patch::PatchOperation as Operation;
use pantheon_core::{
    Error, Result,
    history::{Change, History, ResourceVersion, VersionId, changes},
    id::TenantId,
    page::{PageRequest, PageSize},
    permission::Permission,
    resource::ResourceId,
};
use pantheon_lambda::http::{Json, Problem, Request};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// How many versions are read at once to find the one before another.
const READ_AT_ONCE: i64 = 10;

/// What differs between two versions of a resource.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ResourceDiffView {
    /// The resource.
    pub resource_id: ResourceId,
    /// The version that is compared.
    pub from: VersionId,
    /// The version that it is compared with.
    pub to: VersionId,
    /// What turns the document of `from` into that of `to`, as a JSON Patch (RFC 6902).
    pub patch: Vec<PatchOperation>,
    /// The same for people to read: each place that differs, where a list is one place.
    pub changes: Vec<Change>,
}

/// One step of a JSON Patch.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PatchOperation {
    /// What is done.
    pub op: PatchKind,
    /// Where, as a JSON pointer.
    pub path: String,
    /// The value that is put there; left out where something is removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Value)]
    pub value: Option<Value>,
}

/// What a step of a JSON Patch does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PatchKind {
    /// Adds a value.
    Add,
    /// Removes the value.
    Remove,
    /// Replaces the value.
    Replace,
}

impl PatchOperation {
    /// Takes over one of the three kinds of steps of which differences are made.
    fn of(operation: Operation) -> Option<Self> {
        let (op, path, value) = match operation {
            Operation::Add(step) => (PatchKind::Add, step.path, Some(step.value)),
            Operation::Remove(step) => (PatchKind::Remove, step.path, None),
            Operation::Replace(step) => (PatchKind::Replace, step.path, Some(step.value)),
            Operation::Move(_) | Operation::Copy(_) | Operation::Test(_) => return None,
        };
        Some(Self { op, path: path.to_string(), value })
    }
}

impl ResourceDiffView {
    fn of(resource_id: ResourceId, from: &ResourceVersion, to: &ResourceVersion) -> Self {
        let (before, after) = (from.document(), to.document());
        let patch = json_patch::diff(&before, &after).0.into_iter().filter_map(PatchOperation::of).collect();
        Self { resource_id, from: from.id(), to: to.id(), patch, changes: changes(&before, &after) }
    }
}

/// Compares two versions of a resource: the two newest if none is named.
#[utoipa::path(
    get, path = "/v1/aws/resources/{resource_id}/diff", operation_id = "get-resource-diff", tag = "discovery",
    params(
        ("resource_id" = ResourceId, Path, description = "The resource.", example = "111111111111:eu-west-1:AWS.EC2.Instance:i-0abcdef1234567890"),
        ("from" = Option<VersionId>, Query, description = "The version that is compared; the one before `to` if not said.", example = "2026-11-20T09:04:03.000000000Z"),
        ("to" = Option<VersionId>, Query, description = "The version that it is compared with; the newest if not said.", example = "2026-11-21T09:04:03.000000000Z"),
    ),
    responses(
        (status = 200, description = "What differs.", body = ResourceDiffView),
        (status = 400, description = "A version is not named as the history names it.", body = Problem),
        (status = 403, description = "The caller may not see resources.", body = Problem),
        (status = 404, description = "The tenant has no such resource, or the resource has no such version.", body = Problem),
    ),
    security(("bearer" = ["resources:read"])),
)]
pub async fn handle(history: &dyn History, request: Request) -> Result<Json<ResourceDiffView>> {
    let caller = request.permit(Permission::ResourcesRead)?;
    let id: ResourceId = request.path("resource_id")?;
    request.known_queries(&["from", "to"])?;
    let (from, to) = (request.query("from")?, request.query("to")?);

    let versions = Versions { history, tenant: &caller.tenant, id: &id };
    let newest = versions.newest(None).await?.ok_or_else(|| Error::not_found("resource", &id))?;
    let to = match to {
        Some(to) => versions.named(to).await?,
        None => newest,
    };
    let from = match from {
        Some(from) => versions.named(from).await?,
        None => versions.before(&to).await?,
    };

    Ok(Json::ok(ResourceDiffView::of(id.clone(), &from, &to)))
}

/// The versions of one resource.
struct Versions<'a> {
    history: &'a dyn History,
    tenant: &'a TenantId,
    id: &'a ResourceId,
}

impl Versions<'_> {
    async fn named(&self, version: VersionId) -> Result<ResourceVersion> {
        let found = self.history.version(self.tenant, self.id, version).await?;
        found.ok_or_else(|| self.unknown(&version.to_string()))
    }

    async fn before(&self, version: &ResourceVersion) -> Result<ResourceVersion> {
        let found = self.newest(Some(version.id())).await?;
        found.ok_or_else(|| self.unknown(&format!("before {}", version.id())))
    }

    /// Returns the newest version, or the newest before another.
    async fn newest(&self, before: Option<VersionId>) -> Result<Option<ResourceVersion>> {
        let is_before = |version: &ResourceVersion| before.is_none_or(|before| version.id() < before);
        let size = if before.is_some() { READ_AT_ONCE } else { 1 };
        let mut page = PageRequest::first(PageSize::of(size)?);
        loop {
            let found = self.history.versions(self.tenant, self.id, &page).await?;
            let version = found.items.into_iter().find(is_before);
            if version.is_some() || found.next.is_none() {
                return Ok(version);
            }
            page.after = found.next;
        }
    }

    fn unknown(&self, version: &str) -> Error {
        let id = self.id;
        Error::not_found(
            "version",
            format!("{version} of this resource; GET /v1/aws/resources/{id}/history lists them"),
        )
    }
}

#[cfg(test)]
mod tests;
