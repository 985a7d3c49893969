//! Findings as the API shows them.

use crate::checks::Bundle;
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    agent::HistoricalAgent,
    aws::{AccountId, Region, ResourceType},
    id::MuteId,
    resource::ResourceId,
    security::{CheckId, Finding, FindingId, FindingStatus, Mute, Remediation, Severity, StatusChange},
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// What a check found wrong with a resource.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FindingView {
    /// What it is called, in every scan.
    pub id: FindingId,
    /// The check.
    pub check: CheckId,
    /// What holds where the check passes; the name of the check where it is gone.
    pub title: String,
    /// How bad it is.
    pub severity: Severity,
    /// The resource.
    pub resource_id: ResourceId,
    /// The Amazon Resource Name of the resource, where it has one.
    pub arn: Option<String>,
    /// What people call the resource, where they do.
    pub resource_name: Option<String>,
    /// The account that holds the resource.
    pub account_id: AccountId,
    /// The region that holds the resource.
    pub region: Region,
    /// The type of the resource.
    pub resource_type: ResourceType,
    /// The agent that answers for the resource.
    pub owner_agent: HistoricalAgent,
    /// What is wrong, in sentences.
    pub reasons: BTreeSet<String>,
    /// Whether the internet can reach the resource.
    pub exposed: bool,
    /// Where it stands.
    pub status: FindingStatus,
    /// When it was first seen.
    pub first_seen: DateTime<Utc>,
    /// When its status last changed.
    pub changed_at: DateTime<Utc>,
    /// The mute that hides it from lists, if one does.
    pub muted_by: Option<MuteId>,
}

impl FindingView {
    /// Shows a finding.
    pub fn of(finding: Finding, bundle: &Bundle, mutes: &[Mute], now: DateTime<Utc>) -> Self {
        let changed_at = finding.changed_at();
        let muted_by = mutes.iter().find(|mute| mute.hides(&finding, now)).map(|mute| mute.id.clone());
        let title = bundle.check(&finding.check).map_or(finding.check.to_string(), |check| check.title.clone());
        let Finding {
            id,
            version: _,
            check,
            severity,
            resource_id,
            arn,
            resource_name,
            tags: _,
            owner_agent,
            reasons,
            exposed,
            status,
            first_seen,
            history: _,
        } = finding;
        Self {
            id,
            check,
            title,
            severity,
            account_id: resource_id.account_id.clone(),
            region: resource_id.region.clone(),
            resource_type: resource_id.resource_type.clone(),
            resource_id,
            arn,
            resource_name,
            owner_agent,
            reasons,
            exposed,
            status,
            first_seen,
            changed_at,
            muted_by,
        }
    }
}

/// A finding with its history, and how the resource is mended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FindingDetail {
    /// The finding.
    #[serde(flatten)]
    pub finding: FindingView,
    /// What may happen.
    pub risk: String,
    /// How the resource is mended.
    pub remediation: Remediation,
    /// The controls that the check stands for.
    pub frameworks: BTreeMap<String, BTreeSet<String>>,
    /// How its status has changed, the latest last, at most 50 times.
    pub history: Vec<StatusChange>,
}

impl FindingDetail {
    /// Shows a finding.
    ///
    /// What a check that is gone said about risk and remediation is gone with it.
    pub fn of(finding: Finding, bundle: &Bundle, mutes: &[Mute], now: DateTime<Utc>) -> Self {
        let check = bundle.check(&finding.check);
        let frameworks = check.into_iter().flat_map(|check| &check.frameworks);
        Self {
            risk: check.map(|check| check.risk.clone()).unwrap_or_default(),
            remediation: check.map(|check| check.remediation.clone()).unwrap_or_default(),
            frameworks: frameworks
                .map(|(framework, controls)| (framework.as_str().to_owned(), controls.clone()))
                .collect(),
            history: finding.history.clone(),
            finding: FindingView::of(finding, bundle, mutes, now),
        }
    }
}

/// Says that there is no such finding.
pub(crate) fn unknown(id: &FindingId) -> Error {
    Error::not_found(Finding::KIND, id)
}

/// Reads a severity, a status or whatever else is one of a few words.
pub(crate) fn word<T: serde::de::DeserializeOwned>(name: &str, text: Option<&str>) -> Result<Option<T>> {
    let Some(text) = text else { return Ok(None) };
    let read = serde_json::from_value(serde_json::Value::String(text.to_owned()));
    read.map(Some).map_err(|_| Error::invalid(name, format!("{text} is none of the words that it can be")))
}
