//! Exports as the API shows them.

use chrono::{DateTime, TimeDelta, Utc};
use pantheon_core::{
    Error, Result,
    export::{Basis, Column, Export, ExportFilter, ExportFormat, ExportState, Wish},
    id::{ExportId, TenantId, UserId},
    upload::Uploads,
};
use serde::Serialize;
use std::time::Duration;
use utoipa::ToSchema;

/// How long the address of a file can be used.
const LINK_LIFE: Duration = Duration::from_mins(15);

/// A file that the inventory is written to, which is also the job that `POST /v1/aws/exports` starts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ExportView {
    /// Identifies the export.
    pub id: ExportId,
    /// How far it has come.
    pub state: ExportState,
    /// Why it failed, if it did, and what to do about it.
    pub failure: Option<String>,
    /// How the file is spelled.
    pub format: ExportFormat,
    /// Which resources it holds.
    pub filter: ExportFilter,
    /// What it tells of each, in this order.
    pub columns: Vec<Column>,
    /// Who asked for it.
    pub requested_by: UserId,
    /// When.
    pub requested_at: DateTime<Utc>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// When it and its file are deleted.
    pub expires_at: DateTime<Utc>,
    /// The scan that had last seen the estate when the file was begun; `null` until then, and where
    /// no scan had ended.
    pub basis: Option<Basis>,
    /// What the file lacks, if it does.
    pub note: Option<String>,
    /// How many resources have been written so far.
    pub rows: u64,
    /// How many bytes the file holds, once it is there.
    pub bytes: Option<u64>,
    /// SHA-256 of the file in hexadecimal digits, once it is there.
    pub sha256: Option<String>,
    /// What a browser calls the file that it saves.
    pub file_name: String,
    /// Where the file can be fetched without signing in, once it is there; only where one export is
    /// asked for.
    pub url: Option<String>,
    /// Until when the address can be used.
    pub url_expires_at: Option<DateTime<Utc>>,
}

impl From<Export> for ExportView {
    fn from(export: Export) -> Self {
        let (file_name, expires_at, note) = (export.file_name(), export.expires_at(), note(&export));
        let Export {
            id,
            version: _,
            wish: Wish { format, filter, columns, meanings: _ },
            state,
            failure,
            requested_by,
            requested_at,
            ended_at,
            basis,
            attempts: _,
            leased_until: _,
            checkpoint,
            rows,
            file,
        } = export;
        let (bytes, sha256) = file.map(|file| (file.bytes, file.sha256)).unzip();
        Self {
            id,
            state,
            failure,
            format,
            filter,
            columns,
            requested_by,
            requested_at,
            ended_at,
            expires_at,
            basis,
            note,
            rows: rows.or(checkpoint.map(|checkpoint| checkpoint.rows)).unwrap_or_default(),
            bytes,
            sha256,
            file_name,
            url: None,
            url_expires_at: None,
        }
    }
}

fn note(export: &Export) -> Option<String> {
    match (&export.basis, export.state) {
        (_, ExportState::Requested) => None,
        (Some(basis), _) if basis.complete => None,
        (Some(Basis { scan_id, .. }), _) => Some(format!(
            "The scan {scan_id} could not see everything, so the file may lack resources; \
             GET /v1/aws/scans/{scan_id}/coverage says what."
        )),
        (None, _) => Some("No scan had ended when the file was begun, so it may lack resources.".to_owned()),
    }
}

impl ExportView {
    /// Shows an export together with where its file is, if it is there.
    pub async fn with_url(
        tenant: &TenantId,
        export: Export,
        uploads: &dyn Uploads,
        now: DateTime<Utc>,
    ) -> Result<Self> {
        let key = export.key(tenant);
        let view = Self::from(export);
        if view.state != ExportState::Completed {
            return Ok(view);
        }
        let url = uploads.download_url(&key, &view.file_name, LINK_LIFE).await?;
        let life = TimeDelta::from_std(LINK_LIFE).map_err(Error::internal)?;
        Ok(Self { url: Some(url), url_expires_at: Some(now + life), ..view })
    }
}
