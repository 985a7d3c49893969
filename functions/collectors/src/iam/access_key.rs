//! Access keys of users, from `ListAccessKeys` and `GetAccessKeyLastUsed`. Their secrets cannot be
//! read by anybody.

use super::{ABSENT, Context, details::OPERATION, user};
use crate::{
    document::{Document, week_of, when},
    listing::{CALLS_AT_ONCE, is_one_of, list_each, read_or_note},
};
use aws_sdk_iam::{Client, types::AccessKeyMetadata};
use futures::stream::{self, StreamExt};
use pantheon_aws::gap_of;
use pantheon_core::{
    aws::TypeName,
    collect::{Gap, Listing, Scope},
    resource::ResourceState,
};
use serde_json::json;

pub(super) const TYPE: TypeName = TypeName::new("AWS::IAM::AccessKey");

const LIST: &str = "iam:ListAccessKeys";

pub(super) async fn list(context: &Context, scope: &Scope) -> Listing {
    let client = &context.client;
    let names = context.details.users.iter().filter_map(|user| user.user_name().map(ToOwned::to_owned));
    let calls: Vec<_> = names.map(|name| keys_of(client, name)).collect();
    let mut answers = stream::iter(calls).buffer_unordered(CALLS_AT_ONCE);
    let mut keys = Vec::new();
    let mut gaps: Vec<Gap> = context.details.gap.clone().into_iter().collect();
    while let Some(answer) = answers.next().await {
        match answer {
            Ok(found) => keys.extend(found),
            Err(gap) => gaps.push(gap),
        }
    }

    let mut listing = list_each(TYPE, OPERATION, (keys, None), |key| read(client, scope, key)).await;
    listing.gaps.extend(crate::listing::summed(gaps));
    listing
}

/// A user has two keys at most, so there is always one page.
async fn keys_of(client: &Client, user: String) -> Result<Vec<AccessKeyMetadata>, Gap> {
    match client.list_access_keys().user_name(user).send().await {
        Ok(answer) => Ok(answer.access_key_metadata),
        Err(error) if is_one_of(&error, ABSENT) => Ok(Vec::new()),
        Err(error) => Err(gap_of(LIST, &error)),
    }
}

async fn read(client: &Client, scope: &Scope, key: AccessKeyMetadata) -> Option<Document> {
    let id = key.access_key_id()?;
    let status = key.status().map(|status| status.as_str());
    let mut document = Document::new(TYPE, scope, id)
        .state(ResourceState::Active, status)
        .created_at(when(key.create_date()))
        .needs_here(user::TYPE, key.user_name())
        .properties(json!({"Status": status, "UserName": key.user_name()}));

    let answer = client.get_access_key_last_used().access_key_id(id).send().await;
    let answer = read_or_note(&mut document, "LastUsedWeek", "iam:GetAccessKeyLastUsed", ABSENT, answer);
    let last_used = answer.as_ref().and_then(|answer| answer.access_key_last_used());
    document.property("LastUsedWeek", week_of(last_used.and_then(|last| when(last.last_used_date()))));
    Some(document)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        iam::details,
        wire::{Wire, found, refused, scope},
    };
    use pantheon_core::collect::GapReason;

    /// From the API reference of `ListAccessKeys`.
    const KEYS: &str = r"<ListAccessKeysResponse><ListAccessKeysResult><UserName>Alice</UserName><IsTruncated>false</IsTruncated>
        <AccessKeyMetadata><member><UserName>Alice</UserName><AccessKeyId>AKIA1</AccessKeyId><Status>Active</Status>
            <CreateDate>2023-12-03T18:53:41Z</CreateDate></member></AccessKeyMetadata>
        </ListAccessKeysResult></ListAccessKeysResponse>";

    /// From the API reference of `GetAccessKeyLastUsed`.
    const LAST_USED: &str = r"<GetAccessKeyLastUsedResponse><GetAccessKeyLastUsedResult><UserName>Alice</UserName>
        <AccessKeyLastUsed><Region>us-west-2</Region><LastUsedDate>2026-11-19T10:45:00Z</LastUsedDate><ServiceName>s3</ServiceName></AccessKeyLastUsed>
        </GetAccessKeyLastUsedResult></GetAccessKeyLastUsedResponse>";

    #[tokio::test]
    async fn documents_a_key_and_the_week_of_its_last_use() {
        let wire = Wire::default().on(&["Action=ListAccessKeys", "UserName=Alice"], 200, KEYS).on(
            &["Action=GetAccessKeyLastUsed", "AccessKeyId=AKIA1"],
            200,
            LAST_USED,
        );

        let listing = list(&details::context(wire).await, &scope("iam")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::IAM::AccessKey",
                "region": "global",
                "native_id": "AKIA1",
                "arn": null,
                "name": null,
                "state": "active",
                "native_state": "Active",
                "dependencies": ["111111111111:global:AWS.IAM.User:Alice"],
                "tags": {},
                "created_at": "2023-12-03T18:53:41Z",
                "properties": {"LastUsedWeek": "2026-11-16", "Status": "Active", "UserName": "Alice"},
            }])
        );
    }

    #[tokio::test]
    async fn tells_that_keys_were_hidden() {
        let wire = Wire::default().on(&["Action=ListAccessKeys"], 400, refused("Throttling"));

        let listing = list(&details::context(wire).await, &scope("iam")).await;

        assert_eq!((listing.found.len(), listing.gaps[0].reason), (0, GapReason::Throttled));
    }
}
