//! Instance profiles, which carry a role into an instance, from `ListInstanceProfiles`.

use super::{Context, role, tags};
use crate::{
    document::{Document, sorted, when},
    listing::list_pages,
};
use aws_sdk_iam::types::InstanceProfile;
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
};
use serde_json::json;

pub(super) const TYPE: TypeName = TypeName::new("AWS::IAM::InstanceProfile");

pub(super) async fn list(context: &Context, scope: &Scope) -> Listing {
    let pages = context.client.list_instance_profiles().max_items(1_000).into_paginator().items().send();
    list_pages(TYPE, "iam:ListInstanceProfiles", pages, |profile| Some(document(scope, &profile))).await
}

fn document(scope: &Scope, profile: &InstanceProfile) -> Document {
    let name = profile.instance_profile_name();
    let roles = || profile.roles().iter().map(|role| role.role_name());
    Document::new(TYPE, scope, name)
        .arn(Some(profile.arn()))
        .name(Some(name))
        .tags(tags(profile.tags()))
        .created_at(when(Some(profile.create_date())))
        .needs_here(role::TYPE, roles())
        .properties(json!({
            "InstanceProfileName": name,
            "Path": profile.path(),
            "Roles": sorted(roles()),
        }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        iam::details,
        wire::{Wire, found, scope},
    };

    /// From the API reference of `ListInstanceProfiles`.
    const ANSWER: &str = r#"<ListInstanceProfilesResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">
        <ListInstanceProfilesResult><IsTruncated>false</IsTruncated><InstanceProfiles><member>
            <InstanceProfileId>AIPA1</InstanceProfileId><InstanceProfileName>web</InstanceProfileName><Path>/</Path>
            <Arn>arn:aws:iam::111111111111:instance-profile/web</Arn><CreateDate>2024-05-09T16:27:03Z</CreateDate>
            <Roles><member><Path>/</Path><RoleName>app</RoleName><RoleId>AROA1</RoleId>
                <Arn>arn:aws:iam::111111111111:role/service/app</Arn><CreateDate>2024-05-09T16:27:03Z</CreateDate></member></Roles>
        </member></InstanceProfiles></ListInstanceProfilesResult></ListInstanceProfilesResponse>"#;

    #[tokio::test]
    async fn documents_an_instance_profile() {
        let wire = Wire::default().on(&["Action=ListInstanceProfiles"], 200, ANSWER);

        let listing = list(&details::context(wire).await, &scope("iam")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::IAM::InstanceProfile",
                "region": "global",
                "native_id": "web",
                "arn": "arn:aws:iam::111111111111:instance-profile/web",
                "name": "web",
                "state": "active",
                "native_state": null,
                "dependencies": ["111111111111:global:AWS.IAM.Role:app"],
                "tags": {},
                "created_at": "2024-05-09T16:27:03Z",
                "properties": {"InstanceProfileName": "web", "Path": "/", "Roles": ["app"]},
            }])
        );
    }
}
