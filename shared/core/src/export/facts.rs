//! What is told about exports.

use super::{Export, ExportFormat};
use crate::{event::Fact, id::ExportId};
use serde::{Deserialize, Serialize};

/// A file was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ExportRequested {
    /// The export.
    pub export_id: ExportId,
    /// How the file is spelled.
    pub format: ExportFormat,
}

/// A file is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ExportCompleted {
    /// The export.
    pub export_id: ExportId,
    /// How many resources the file holds.
    pub rows: u64,
    /// How many bytes.
    pub bytes: u64,
    /// Whether the scan that it rests on saw everything.
    pub complete: bool,
}

impl ExportCompleted {
    /// Tells of an export that is complete.
    pub fn of(export: &Export) -> Self {
        Self {
            export_id: export.id.clone(),
            rows: export.rows.unwrap_or_default(),
            bytes: export.file.as_ref().map(|file| file.bytes).unwrap_or_default(),
            complete: export.basis.as_ref().is_some_and(|basis| basis.complete),
        }
    }
}

/// A file was given up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ExportFailed {
    /// The export.
    pub export_id: ExportId,
    /// Why, and what to do about it.
    pub reason: String,
}

macro_rules! export_facts {
    ($($fact:ident = $kind:literal;)*) => {$(
        impl Fact for $fact {
            const KIND: &'static str = $kind;

            fn subject(&self) -> String {
                format!("exports/{}", self.export_id)
            }
        }
    )*};
}

export_facts! {
    ExportRequested = "export.requested";
    ExportCompleted = "export.completed";
    ExportFailed = "export.failed";
}
