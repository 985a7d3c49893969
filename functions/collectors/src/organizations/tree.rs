//! The tree of an organization, from `DescribeOrganization`, `ListRoots` and
//! `ListOrganizationalUnitsForParent`.

use super::GONE;
use crate::listing::is_one_of;
use aws_sdk_organizations::{
    Client,
    types::{Organization, OrganizationalUnit, Root},
};
use pantheon_aws::gap_of;
use pantheon_core::collect::{Gap, GapReason};
use std::{collections::VecDeque, time::Duration};

/// What an account answers that belongs to no organization.
const NOT_IN_USE: &[&str] = &["AWSOrganizationsNotInUseException"];

const UNITS: &str = "organizations:ListOrganizationalUnitsForParent";

/// A unit and what it stands under.
#[derive(Debug)]
pub(super) struct Unit {
    pub(super) unit: OrganizationalUnit,
    /// The root or another unit.
    pub(super) parent: String,
}

/// As much of an organization as could be seen; nothing at all where there is none.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) organization: Option<Organization>,
    pub(super) root: Option<Root>,
    pub(super) units: Vec<Unit>,
    pub(super) gap: Option<Gap>,
}

impl Tree {
    /// Walks the organization from its root, as far as it gets in time.
    pub(super) async fn read(client: &Client, within: Duration) -> Self {
        let mut tree = Self::default();
        tree.gap = match tokio::time::timeout(within, tree.walk(client)).await {
            Ok(walked) => walked.err(),
            Err(_) => Some(Gap {
                operation: UNITS.to_owned(),
                reason: GapReason::TimedOut,
                detail: format!("the organization has more units than can be read within {} seconds", within.as_secs()),
            }),
        };
        tree
    }

    async fn walk(&mut self, client: &Client) -> Result<(), Gap> {
        match client.describe_organization().send().await {
            Ok(answer) => self.organization = answer.organization,
            Err(error) if is_one_of(&error, NOT_IN_USE) => return Ok(()),
            Err(error) => return Err(gap_of("organizations:DescribeOrganization", &error)),
        }
        let roots = client.list_roots().send().await.map_err(|error| gap_of("organizations:ListRoots", &error))?;
        self.root = roots.roots.unwrap_or_default().into_iter().next();

        let root = self.root.as_ref().and_then(|root| root.id.clone());
        let mut parents: VecDeque<String> = root.into_iter().collect();
        while let Some(parent) = parents.pop_front() {
            for unit in children(client, &parent).await? {
                parents.extend(unit.id.clone());
                self.units.push(Unit { unit, parent: parent.clone() });
            }
        }
        Ok(())
    }
}

/// Lists the units right under a parent; a parent that was deleted meanwhile has none.
async fn children(client: &Client, parent: &str) -> Result<Vec<OrganizationalUnit>, Gap> {
    let mut units = Vec::new();
    let mut next = None;
    loop {
        let request = client.list_organizational_units_for_parent().parent_id(parent).set_next_token(next);
        let answer = match request.send().await {
            Ok(answer) => answer,
            Err(error) if is_one_of(&error, GONE) => return Ok(units),
            Err(error) => return Err(gap_of(UNITS, &error)),
        };
        units.extend(answer.organizational_units.unwrap_or_default());
        next = answer.next_token;
        if next.is_none() {
            return Ok(units);
        }
    }
}
