//! Users, from the bulk answer, `GetLoginProfile` and `ListMFADevices`.

use super::{ABSENT, Context, attached, details::OPERATION, group, inline, needed_policies, tags};
use crate::{
    arn,
    document::{Document, sorted, when},
    listing::{list_each, read_or_note},
};
use aws_sdk_iam::{Client, types::UserDetail};
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
};
use serde_json::json;

pub(super) const TYPE: TypeName = TypeName::new("AWS::IAM::User");

pub(super) async fn list(context: &Context, scope: &Scope) -> Listing {
    let details = &context.details;
    let users = (details.users.clone(), details.gap.clone());
    list_each(TYPE, OPERATION, users, |user| read(&context.client, scope, user)).await
}

pub(super) async fn named(context: &Context, scope: &Scope, names: &[String]) -> Listing {
    let details = &context.details;
    let users = details.users.iter().filter(|user| names.iter().any(|name| user.user_name() == Some(name)));
    let users = (users.cloned().collect(), details.gap.clone());
    list_each(TYPE, OPERATION, users, |user| read(&context.client, scope, user)).await
}

async fn read(client: &Client, scope: &Scope, user: UserDetail) -> Option<Document> {
    let name = user.user_name()?;
    let mut document = document(scope, name, &user);

    let answer = client.get_login_profile().user_name(name).send().await;
    let profile = read_or_note(&mut document, "LoginProfile", "iam:GetLoginProfile", ABSENT, answer);
    if let Some(profile) = profile.as_ref().and_then(|answer| answer.login_profile()) {
        document.property("LoginProfile", json!({"PasswordResetRequired": profile.password_reset_required()}));
    }

    let answer = client.list_mfa_devices().user_name(name).send().await;
    if let Some(answer) = read_or_note(&mut document, "MFADevices", "iam:ListMFADevices", ABSENT, answer) {
        document.property("MFADevices", sorted(answer.mfa_devices().iter().map(|device| device.serial_number())));
    }
    Some(document)
}

fn document(scope: &Scope, name: &str, user: &UserDetail) -> Document {
    let boundary = user.permissions_boundary().and_then(|boundary| boundary.permissions_boundary_arn());
    Document::new(TYPE, scope, name)
        .arn(user.arn())
        .name(Some(name))
        .tags(tags(user.tags()))
        .created_at(when(user.create_date()))
        .needs_here(group::TYPE, user.group_list().iter().map(String::as_str))
        .needs(needed_policies(user.attached_managed_policies()))
        .needs(boundary.and_then(arn::resource))
        .properties(json!({
            "Groups": sorted(user.group_list()),
            "ManagedPolicyArns": attached(user.attached_managed_policies()),
            "Path": user.path(),
            "PermissionsBoundary": boundary,
            "Policies": inline(user.user_policy_list()),
            "UserName": name,
        }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        iam::details,
        wire::{Wire, found, refused, scope},
    };
    use pantheon_core::collect::GapReason;

    /// From the API reference of `GetLoginProfile`.
    const PROFILE: &str = r"<GetLoginProfileResponse><GetLoginProfileResult><LoginProfile>
        <UserName>Alice</UserName><CreateDate>2024-09-19T23:00:56Z</CreateDate><PasswordResetRequired>false</PasswordResetRequired>
        </LoginProfile></GetLoginProfileResult></GetLoginProfileResponse>";

    /// From the API reference of `ListMFADevices`.
    const DEVICES: &str = r"<ListMFADevicesResponse><ListMFADevicesResult><MFADevices><member>
        <UserName>Alice</UserName><SerialNumber>arn:aws:iam::111111111111:mfa/Alice</SerialNumber>
        <EnableDate>2024-09-19T23:00:56Z</EnableDate></member></MFADevices></ListMFADevicesResult></ListMFADevicesResponse>";

    #[tokio::test]
    async fn documents_a_user() {
        let wire = Wire::default().on(&["Action=GetLoginProfile", "UserName=Alice"], 200, PROFILE).on(
            &["Action=ListMFADevices", "UserName=Alice"],
            200,
            DEVICES,
        );

        let listing = list(&details::context(wire).await, &scope("iam")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::IAM::User",
                "region": "global",
                "native_id": "Alice",
                "arn": "arn:aws:iam::111111111111:user/Alice",
                "name": "Alice",
                "state": "active",
                "native_state": null,
                "dependencies": [
                    "111111111111:global:AWS.IAM.Group:Admins",
                    "111111111111:global:AWS.IAM.ManagedPolicy:arn~3Aaws~3Aiam~3A~3A111111111111~3Apolicy~2Fmine",
                ],
                "tags": {"team": "ops"},
                "created_at": "2023-10-14T18:32:24Z",
                "properties": {
                    "Groups": ["Admins"],
                    "LoginProfile": {"PasswordResetRequired": false},
                    "MFADevices": ["arn:aws:iam::111111111111:mfa/Alice"],
                    "ManagedPolicyArns":
                        ["arn:aws:iam::111111111111:policy/mine", "arn:aws:iam::aws:policy/ReadOnlyAccess"],
                    "Path": "/",
                    "Policies": [{
                        "PolicyName": "all",
                        "PolicyDocument": {
                            "Version": "2012-10-17",
                            "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"},
                        },
                    }],
                    "UserName": "Alice",
                },
            }])
        );
    }

    #[tokio::test]
    async fn knows_no_password_from_one_that_it_may_not_ask_for() {
        let wire = Wire::default().on(&["Action=GetLoginProfile"], 404, refused("NoSuchEntity")).on(
            &["Action=ListMFADevices"],
            403,
            refused("AccessDenied"),
        );

        let listing = list(&details::context(wire).await, &scope("iam")).await;

        let properties = &listing.found[0].properties;
        assert_eq!((properties.get("LoginProfile"), &properties["Unread"]), (None, &json!(["MFADevices"])));
        assert_eq!(listing.gaps[0].reason, GapReason::Denied);
    }
}
