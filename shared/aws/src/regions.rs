//! Reads which regions an account has enabled.
//!
//! `account:ListRegions` answers that in the account's own words. `ec2:DescribeRegions` would as
//! well, at the price of the EC2 SDK in every function that plans.

use crate::{Sessions, gap_of};
use async_trait::async_trait;
use aws_sdk_account::{
    Client,
    types::RegionOptStatus::{Enabled, EnabledByDefault},
};
use pantheon_core::{
    account::{Account, Regions},
    aws::Region,
    collect::{Gap, GapReason},
    id::TenantId,
};

const OPERATION: &str = "account:ListRegions";

#[async_trait]
impl Regions for Sessions {
    async fn enabled_regions(&self, tenant: &TenantId, account: &Account) -> Result<Vec<Region>, Gap> {
        let sdk = self.sdk_config_for(tenant, account, &Region::global()).await?;
        let request = Client::new(&sdk).list_regions();
        let request = request.region_opt_status_contains(Enabled).region_opt_status_contains(EnabledByDefault);
        let mut pages = request.into_paginator().items().send();
        let mut enabled = Vec::new();
        while let Some(region) = pages.next().await {
            let region = region.map_err(|error| gap_of(OPERATION, &error))?;
            // Asked for twice: an endpoint that ignores the filter must not widen the scan.
            if !matches!(region.region_opt_status(), Some(Enabled | EnabledByDefault)) {
                continue;
            }
            let name = region.region_name().unwrap_or_default();
            enabled.push(name.parse().map_err(|_| not_understood(name))?);
        }
        enabled.sort();
        enabled.dedup();
        Ok(enabled)
    }
}

fn not_understood(name: &str) -> Gap {
    let detail = crate::cut(&format!("{name:?} is no name of a region"));
    Gap { operation: OPERATION.to_owned(), reason: GapReason::Failed, detail }
}
