//! Daily schedule: have every account of every tenant evaluated, scan or no scan: some checks fail as
//! time goes by.

use crate::plan_posture::{Ports, send_all};
use chrono::{DateTime, Utc};
use pantheon_core::{Result, account::ConnectedAccounts, event::Origin};
use pantheon_lambda::schedule::for_each;

/// Sends the tasks of every tenant; one tenant's failure does not keep the others.
pub async fn handle(connected: &dyn ConnectedAccounts, ports: Ports<'_>, now: DateTime<Utc>) -> Result<()> {
    let tenants = connected.connected_tenants().await?;
    for_each(tenants, "evaluate the checks", |tenant| async move {
        send_all(ports, &Origin::of_system(tenant, "scan-security", now)).await
    })
    .await
}
