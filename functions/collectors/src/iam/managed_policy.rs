//! Policies that the account itself manages, with their default version, from the bulk answer.

use super::{Context, decoded, details::OPERATION};
use crate::{
    document::{Document, when},
    listing::{Lister, narrowed},
};
use aws_sdk_iam::types::ManagedPolicyDetail;
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
};
use serde_json::json;

pub(super) const TYPE: TypeName = TypeName::new("AWS::IAM::ManagedPolicy");

#[expect(clippy::unused_async, reason = "every type is listed through the same signature")]
pub(super) async fn list(context: &Context, scope: &Scope) -> Listing {
    let mut lister = Lister::new(TYPE);
    lister.take_all(OPERATION, context.details.policies.iter().map(|policy| document(scope, policy)));
    lister.miss_all(context.details.gap.clone());
    lister.done()
}

/// IAM gives one call for all of them, and a call for each part of each; the one costs less.
pub(super) async fn named(context: &Context, scope: &Scope, names: &[String]) -> Listing {
    narrowed(list(context, scope).await, names)
}

fn document(scope: &Scope, policy: &ManagedPolicyDetail) -> Option<Document> {
    let arn = policy.arn()?;
    let name = policy.policy_name().or_else(|| arn.rsplit('/').next());
    let default = policy.policy_version_list().iter().find(|version| version.is_default_version());
    let document =
        Document::new(TYPE, scope, arn).arn(Some(arn)).name(name).created_at(when(policy.create_date())).properties(
            json!({
                "AttachmentCount": policy.attachment_count(),
                "DefaultVersionId": policy.default_version_id(),
                "Description": policy.description(),
                "ManagedPolicyName": name,
                "Path": policy.path(),
                "PermissionsBoundaryUsageCount": policy.permissions_boundary_usage_count(),
                "PolicyDocument": default.and_then(|version| version.document()).map(decoded),
            }),
        );
    Some(document)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        iam::details,
        wire::{Wire, found, scope},
    };

    #[tokio::test]
    async fn documents_the_default_version_of_a_policy() {
        let listing = list(&details::context(Wire::default()).await, &scope("iam")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::IAM::ManagedPolicy",
                "region": "global",
                "native_id": "arn:aws:iam::111111111111:policy/mine",
                "arn": "arn:aws:iam::111111111111:policy/mine",
                "name": "mine",
                "state": "active",
                "native_state": null,
                "dependencies": [],
                "tags": {},
                "created_at": "2025-08-06T15:27:29Z",
                "properties": {
                    "AttachmentCount": 2,
                    "DefaultVersionId": "v2",
                    "ManagedPolicyName": "mine",
                    "Path": "/",
                    "PermissionsBoundaryUsageCount": 0,
                    "PolicyDocument": {"Version": "2012-10-17"},
                },
            }])
        );
    }
}
