//! Groups, from the bulk answer.

use super::{Context, attached, details::OPERATION, inline, needed_policies};
use crate::{
    document::{Document, when},
    listing::{Lister, narrowed},
};
use aws_sdk_iam::types::GroupDetail;
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
};
use serde_json::json;

pub(super) const TYPE: TypeName = TypeName::new("AWS::IAM::Group");

#[expect(clippy::unused_async, reason = "every type is listed through the same signature")]
pub(super) async fn list(context: &Context, scope: &Scope) -> Listing {
    let mut lister = Lister::new(TYPE);
    lister.take_all(OPERATION, context.details.groups.iter().map(|group| document(scope, group)));
    lister.miss_all(context.details.gap.clone());
    lister.done()
}

/// IAM gives one call for all of them, and a call for each part of each; the one costs less.
pub(super) async fn named(context: &Context, scope: &Scope, names: &[String]) -> Listing {
    narrowed(list(context, scope).await, names)
}

fn document(scope: &Scope, group: &GroupDetail) -> Option<Document> {
    let name = group.group_name()?;
    let document = Document::new(TYPE, scope, name)
        .arn(group.arn())
        .name(Some(name))
        .created_at(when(group.create_date()))
        .needs(needed_policies(group.attached_managed_policies()))
        .properties(json!({
            "GroupName": name,
            "ManagedPolicyArns": attached(group.attached_managed_policies()),
            "Path": group.path(),
            "Policies": inline(group.group_policy_list()),
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
    async fn documents_a_group() {
        let listing = list(&details::context(Wire::default()).await, &scope("iam")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::IAM::Group",
                "region": "global",
                "native_id": "Admins",
                "arn": "arn:aws:iam::111111111111:group/Admins",
                "name": "Admins",
                "state": "active",
                "native_state": null,
                "dependencies": [],
                "tags": {},
                "created_at": "2023-10-14T18:32:24Z",
                "properties": {
                    "GroupName": "Admins",
                    "ManagedPolicyArns": ["arn:aws:iam::aws:policy/AdministratorAccess"],
                    "Path": "/",
                },
            }])
        );
    }
}
