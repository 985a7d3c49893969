//! What the standing ledger adds to answers: when resources were last seen, and what is hidden.

use crate::view::ResourceView;
use pantheon_core::{
    Result,
    collect::Scope,
    coverage::{Coverage, CoverageSummary, HoleFilter, ScopeCoverage, as_of, scope_of},
    id::TenantId,
    page::{PageRequest, PageSize},
    resource::Resource,
    scan::Scans,
};
use std::collections::{BTreeMap, BTreeSet};

/// How many holes are counted for one answer.
const MOST_HOLES: PageSize = PageSize::LARGEST;
/// How many scans are looked at for the newest that saw everything that was asked for.
const SCANS_LOOKED_AT: i64 = 100;

/// Shows resources, with one look into the ledger for all of them.
pub(crate) async fn shown(
    coverage: &dyn Coverage,
    tenant: &TenantId,
    resources: Vec<Resource>,
) -> Result<Vec<ResourceView>> {
    let scopes: Vec<Scope> = resources.iter().map(|resource| scope_of(&resource.id)).collect::<Result<_>>()?;
    let living = resources.iter().zip(&scopes).filter(|(resource, _)| resource.gone.is_none());
    let wanted: BTreeSet<Scope> = living.map(|(_, scope)| scope.clone()).collect();
    let rows = if wanted.is_empty() { Vec::new() } else { coverage.coverage_of(tenant, &wanted).await? };
    let rows: BTreeMap<Scope, ScopeCoverage> = rows.into_iter().map(|row| (row.scope.clone(), row)).collect();

    Ok(resources
        .into_iter()
        .zip(scopes)
        .map(|(resource, scope)| ResourceView::of(resource, rows.get(&scope)))
        .collect())
}

/// Says what could not be seen of what the filter takes.
pub(crate) async fn summary(
    coverage: &dyn Coverage,
    scans: &dyn Scans,
    tenant: &TenantId,
    filter: &HoleFilter,
) -> Result<CoverageSummary> {
    let holes = coverage.holes(tenant, filter, &PageRequest::first(MOST_HOLES)).await?;
    let newest = scans.scans(tenant, &PageRequest::first(PageSize::of(SCANS_LOOKED_AT)?)).await?;
    Ok(CoverageSummary::of(&holes.items, holes.next.is_some(), as_of(&newest.items, filter)))
}

#[cfg(test)]
mod tests;
