//! IAM: users and their keys, groups, roles, policies, and the account as a whole.
//!
//! One bulk call answers for users, groups, roles and customer policies: IAM has one quota for all
//! regions, which nobody publishes and nobody can raise.

mod access_key;
mod account_summary;
mod details;
mod group;
mod instance_profile;
mod managed_policy;
mod role;
mod user;

use crate::{
    arn,
    document::{json_text, sorted},
    door::Door,
    sweep::{OneType, sweep, types, unseen, wanted},
};
use async_trait::async_trait;
use aws_sdk_iam::{
    Client,
    types::{AttachedPolicy, PolicyDetail, Tag},
};
use details::Details;
use pantheon_core::{
    collect::{Collector, Listing, Scope},
    id::TenantId,
    resource::ResourceId,
};
use serde_json::{Value, json};
use std::{collections::BTreeMap, time::Duration};

/// The types that this collector reads.
pub(crate) const TYPES: &[OneType<Context>] = types![
    user by name,
    access_key,
    group by name,
    role by name,
    managed_policy by name,
    instance_profile,
    account_summary
];

/// What an error says about somebody who was deleted since they were listed, or has no such thing.
const ABSENT: &[&str] = &["NoSuchEntity", "NoSuchEntityException"];

/// What the modules of this service share.
pub(crate) struct Context {
    client: Client,
    details: Details,
}

/// Reads IAM.
pub struct Iam<'a>(pub &'a dyn Door);

#[async_trait]
impl Collector for Iam<'_> {
    async fn collect(&self, tenant: &TenantId, scope: &Scope, within: Duration) -> Vec<Listing> {
        let started = tokio::time::Instant::now();
        let client = match self.0.open(tenant, scope).await {
            Ok(session) => Client::new(&session),
            Err(gap) => return unseen(TYPES, &gap),
        };
        let wanted = wanted().and_then(|wanted| wanted.resource_type);
        let details = Details::read(&client, within / 2, wanted.as_ref()).await;
        sweep(TYPES, &Context { client, details }, scope, within.saturating_sub(started.elapsed())).await
    }
}

/// Returns the tags of an entity.
fn tags(tags: &[Tag]) -> BTreeMap<String, String> {
    crate::document::tags(tags.iter().map(|tag| (tag.key(), tag.value())))
}

/// Returns the inline policies of an entity, by name.
fn inline(policies: &[PolicyDetail]) -> Value {
    sorted(policies.iter().map(|policy| {
        json!({
            "PolicyName": policy.policy_name(),
            "PolicyDocument": policy.policy_document().map(decoded),
        })
    }))
}

/// Reads a policy, which IAM gives with percent signs.
fn decoded(text: &str) -> Value {
    json_text(&percent_encoding::percent_decode_str(text).decode_utf8_lossy())
}

/// Returns the names of the policies that are attached to an entity.
fn attached(policies: &[AttachedPolicy]) -> Value {
    sorted(policies.iter().filter_map(AttachedPolicy::policy_arn))
}

/// Returns the attached policies that belong to the account; those of AWS are nobody's resource.
fn needed_policies(policies: &[AttachedPolicy]) -> impl Iterator<Item = ResourceId> {
    policies.iter().filter_map(|policy| arn::resource(policy.policy_arn()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_policies_with_percent_signs() {
        assert_eq!(decoded("%7B%22Version%22%3A%222012-10-17%22%7D"), json!({"Version": "2012-10-17"}));
    }
}
