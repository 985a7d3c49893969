//! Policies with what they say and whom they bind, from `ListPolicies`, `DescribePolicy`,
//! `ListTargetsForPolicy` and `ListTagsForResource`.
//!
//! Policies of AWS itself are attached to everything and belong to nobody, so they are left out.

use super::{Context, GONE, organizational_unit::place};
use crate::{
    document::{Document, json_text, neighbor, sorted},
    listing::{CALLS_AT_ONCE, read_or_note},
};
use aws_sdk_organizations::types::{PolicySummary, PolicyType, TargetType};
use futures::stream::{self, StreamExt};
use pantheon_aws::gap_of;
use pantheon_core::{
    aws::TypeName,
    collect::{Gap, Listing, Scope},
};
use serde_json::json;

pub(super) const TYPE: TypeName = TypeName::new("AWS::Organizations::Policy");

const OPERATION: &str = "organizations:ListPolicies";
const ACCOUNT: TypeName = TypeName::new("AWS::Organizations::Account");

pub(super) async fn list(context: &Context, scope: &Scope) -> Listing {
    let mut lister = context.lister(TYPE);
    // A type that the root does not know binds nobody, and cannot be asked for.
    let known = context.tree.root.as_ref().map(|root| root.policy_types()).unwrap_or_default();
    let mut policies = Vec::new();
    for kind in known.iter().filter_map(|known| known.r#type()) {
        let (all, gap) = of_kind(context, kind).await;
        policies.extend(all.into_iter().filter(|policy| !policy.aws_managed()));
        lister.miss_all(gap);
    }
    let policies: Vec<_> = policies.iter().map(|policy| read(context, scope, policy)).collect();
    let mut documents = stream::iter(policies).buffer_unordered(CALLS_AT_ONCE);
    while let Some(document) = documents.next().await {
        lister.take(OPERATION, document);
    }
    lister.done()
}

async fn of_kind(context: &Context, kind: &PolicyType) -> (Vec<PolicySummary>, Option<Gap>) {
    let mut policies = Vec::new();
    let mut next = None;
    loop {
        match context.client.list_policies().filter(kind.clone()).set_next_token(next).send().await {
            Ok(page) => {
                policies.extend(page.policies.unwrap_or_default());
                next = page.next_token;
            }
            Err(error) => return (policies, Some(gap_of(OPERATION, &error))),
        }
        if next.is_none() {
            return (policies, None);
        }
    }
}

async fn read(context: &Context, scope: &Scope, policy: &PolicySummary) -> Option<Document> {
    let id = policy.id()?;
    let mut document = Document::new(TYPE, scope, id).arn(policy.arn()).name(policy.name()).properties(json!({
        "Description": policy.description(),
        "Name": policy.name(),
        "Type": policy.r#type().map(|kind| kind.as_str()),
    }));

    let answer = context.client.describe_policy().policy_id(id).send().await;
    let answer = read_or_note(&mut document, "Content", "organizations:DescribePolicy", GONE, answer);
    let said = answer.as_ref().and_then(|answer| answer.policy()?.content());
    document.property("Content", said.map(json_text));

    read_targets(context, scope, id, &mut document).await;
    Some(context.read_tags(id, document).await)
}

async fn read_targets(context: &Context, scope: &Scope, id: &str, document: &mut Document) {
    let mut targets = Vec::new();
    let mut next = None;
    loop {
        let answer = context.client.list_targets_for_policy().policy_id(id).set_next_token(next).send().await;
        let answer = read_or_note(document, "TargetIds", "organizations:ListTargetsForPolicy", GONE, answer);
        let Some(page) = answer else { break };
        targets.extend(page.targets.unwrap_or_default());
        next = page.next_token;
        if next.is_none() {
            break;
        }
    }
    document.need(targets.iter().filter_map(|target| match target.r#type() {
        Some(TargetType::Account) => Some(neighbor(scope, ACCOUNT, target.target_id()?)),
        _ => place(context, scope, target.target_id()?),
    }));
    document.property("TargetIds", sorted(targets.iter().filter_map(|target| target.target_id())));
}
