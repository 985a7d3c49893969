//! `POST /v1/aws/exports`: ask for the inventory, or a part of it, in a file.

use crate::export_view::ExportView;
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    export::{Column, Export, ExportFilter, ExportFormat, ExportRequested, Exports, MOST_UNDER_WAY, Wish},
    id::TenantId,
    page::{PageRequest, PageSize},
    permission::Permission,
    tagging::{TagMeanings, Tagging},
};
use pantheon_lambda::http::{self, Json, Problem, Request};
use serde::Deserialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// The file that is wanted.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewExport {
    /// How the file is spelled. In CSV, a cell that a spreadsheet would take for a formula has an
    /// apostrophe in front.
    pub format: ExportFormat,
    /// Which resources it holds; all of them unless this says otherwise.
    #[serde(default, deserialize_with = "http::object")]
    pub filter: ExportFilter,
    /// What it tells of each, in this order and each once; everything unless this says otherwise.
    #[schema(min_items = 1, max_items = 19)]
    pub columns: Option<Vec<Column>>,
}

/// Asks for a file and answers at once; the export is the job to follow.
#[utoipa::path(
    post, path = "/v1/aws/exports", operation_id = "create-export", tag = "exports",
    params(("Idempotency-Key" = String, Header, description = "Names this request, so that repeating it makes no second file.")),
    request_body = NewExport,
    responses(
        (status = 202, description = "The file is being written; follow `Location`.", body = ExportView),
        (status = 400, description = "The filter or the columns are not valid, or no tag names the owner.", body = Problem),
        (status = 403, description = "The caller may not see resources.", body = Problem),
        (status = 409, description = "Five files are being written already.", body = Problem),
    ),
    security(("bearer" = ["resources:read"])),
)]
pub async fn handle(exports: &dyn Exports, tagging: &dyn Tagging, request: Request) -> Result<Json<ExportView>> {
    let caller = request.permit(Permission::ResourcesRead)?.clone();
    let new: NewExport = request.body()?;
    let command = request.command()?;

    let wish = new.wish(tagging.tag_policy(&caller.tenant).await?.meanings)?;
    refuse_one_more(exports, &caller.tenant, command.origin.at).await?;
    let export = Export::requested(wish, caller.user, command.origin.at);

    let location = format!("/v1/aws/exports/{}", export.id);
    let answer = Json::accepted(location, ExportView::from(export.clone()));
    let fact = ExportRequested { export_id: export.id.clone(), format: export.wish.format };
    let commit = command.commit(answer.recorded()).telling(&command.origin, &fact, export.version);
    exports.insert_export(&caller.tenant, &export, commit).await?;
    Ok(answer)
}

impl NewExport {
    fn wish(self, meanings: TagMeanings) -> Result<Wish> {
        let Self { format, filter, columns } = self;
        let columns = columns.unwrap_or_else(|| Column::ALL.to_vec());
        let distinct: BTreeSet<Column> = columns.iter().copied().collect();
        if columns.is_empty() || distinct.len() < columns.len() {
            return Err(Error::invalid("/columns", "must name at least one column, and each only once"));
        }
        for (name, text, longest) in [("tag", &filter.tag, 400), ("owner", &filter.owner, 256)] {
            if text.as_ref().is_some_and(|text| text.chars().count() > longest) {
                return Err(Error::invalid(format!("/filter/{name}"), format!("must be at most {longest} characters")));
            }
        }
        if filter.owner.is_some() && meanings.owner.is_none() {
            let rule = "the tag policy does not say which tag names the owner; say so with PUT /v1/aws/tag-policy";
            return Err(Error::invalid("/filter/owner", rule));
        }
        Ok(Wish { format, filter, columns, meanings })
    }
}

/// Fails with `conflict` while as many files are being written as a tenant may have at once.
async fn refuse_one_more(exports: &dyn Exports, tenant: &TenantId, now: DateTime<Utc>) -> Result<()> {
    let newest = exports.exports(tenant, &PageRequest::first(PageSize::DEFAULT)).await?;
    let under_way = newest.items.iter().filter(|export| export.is_under_way(now)).count();
    if under_way < MOST_UNDER_WAY {
        return Ok(());
    }
    Err(Error::conflict(format!("{under_way} files are being written already; wait until one of them is there")))
}
