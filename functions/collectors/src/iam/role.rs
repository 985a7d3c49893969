//! Roles, from the bulk answer.

use super::{Context, attached, decoded, details::OPERATION, inline, needed_policies, tags};
use crate::{
    arn,
    document::{Document, week_of, when},
    listing::{Lister, narrowed},
};
use aws_sdk_iam::types::RoleDetail;
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
};
use serde_json::json;

pub(super) const TYPE: TypeName = TypeName::new("AWS::IAM::Role");

#[expect(clippy::unused_async, reason = "every type is listed through the same signature")]
pub(super) async fn list(context: &Context, scope: &Scope) -> Listing {
    let mut lister = Lister::new(TYPE);
    lister.take_all(OPERATION, context.details.roles.iter().map(|role| document(scope, role)));
    lister.miss_all(context.details.gap.clone());
    lister.done()
}

/// IAM gives one call for all of them, and a call for each part of each; the one costs less.
pub(super) async fn named(context: &Context, scope: &Scope, names: &[String]) -> Listing {
    narrowed(list(context, scope).await, names)
}

fn document(scope: &Scope, role: &RoleDetail) -> Option<Document> {
    let name = role.role_name()?;
    let boundary = role.permissions_boundary().and_then(|boundary| boundary.permissions_boundary_arn());
    let last_used = role.role_last_used().and_then(|last| when(last.last_used_date()));
    let document = Document::new(TYPE, scope, name)
        .arn(role.arn())
        .name(Some(name))
        .tags(tags(role.tags()))
        .created_at(when(role.create_date()))
        .needs(needed_policies(role.attached_managed_policies()))
        .needs(boundary.and_then(arn::resource))
        .properties(json!({
            "AssumeRolePolicyDocument": role.assume_role_policy_document().map(decoded),
            "LastUsedWeek": week_of(last_used),
            "ManagedPolicyArns": attached(role.attached_managed_policies()),
            "Path": role.path(),
            "PermissionsBoundary": boundary,
            "Policies": inline(role.role_policy_list()),
            "RoleName": name,
        }));
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
    async fn documents_a_role() {
        let listing = list(&details::context(Wire::default()).await, &scope("iam")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::IAM::Role",
                "region": "global",
                "native_id": "app",
                "arn": "arn:aws:iam::111111111111:role/service/app",
                "name": "app",
                "state": "active",
                "native_state": null,
                "dependencies": [
                    "111111111111:global:AWS.IAM.ManagedPolicy:arn~3Aaws~3Aiam~3A~3A111111111111~3Apolicy~2Fedge",
                    "111111111111:global:AWS.IAM.ManagedPolicy:arn~3Aaws~3Aiam~3A~3A111111111111~3Apolicy~2Fmine",
                ],
                "tags": {},
                "created_at": "2024-07-30T17:09:20Z",
                "properties": {
                    "AssumeRolePolicyDocument": {"Version": "2012-10-17"},
                    "LastUsedWeek": "2026-11-16",
                    "ManagedPolicyArns": ["arn:aws:iam::111111111111:policy/mine"],
                    "Path": "/service/",
                    "PermissionsBoundary": "arn:aws:iam::111111111111:policy/edge",
                    "RoleName": "app",
                },
            }])
        );
    }
}
