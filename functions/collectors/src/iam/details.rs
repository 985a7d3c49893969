//! The bulk answer of `GetAccountAuthorizationDetails`, which several types share.

use aws_sdk_iam::{
    Client,
    types::{EntityType, GroupDetail, ManagedPolicyDetail, RoleDetail, UserDetail},
};
use pantheon_aws::gap_of;
use pantheon_core::{
    aws::ResourceType,
    collect::{Gap, GapReason},
};
use std::time::Duration;

/// The operation, as gaps name it.
pub(super) const OPERATION: &str = "iam:GetAccountAuthorizationDetails";

/// Everybody and everything that may be granted something.
#[derive(Debug, Default)]
pub(super) struct Details {
    pub(super) users: Vec<UserDetail>,
    pub(super) groups: Vec<GroupDetail>,
    pub(super) roles: Vec<RoleDetail>,
    pub(super) policies: Vec<ManagedPolicyDetail>,
    /// Why the rest is missing, if it is.
    pub(super) gap: Option<Gap>,
}

impl Details {
    /// Reads all pages; what was read before a failure, or before time was up, is kept.
    ///
    /// Where one type is wanted, only the entities that it needs are asked for.
    pub(super) async fn read(client: &Client, within: Duration, wanted: Option<&ResourceType>) -> Self {
        let mut details = Self::default();
        let filter = needed(wanted);
        if filter.is_empty() {
            return details;
        }
        if tokio::time::timeout(within, details.read_pages(client, filter)).await.is_err() {
            let detail = format!("the account could not be read within {} seconds", within.as_secs());
            details.gap = Some(Gap { operation: OPERATION.to_owned(), reason: GapReason::TimedOut, detail });
        }
        details
    }

    async fn read_pages(&mut self, client: &Client, filter: Vec<EntityType>) {
        let request = client.get_account_authorization_details().set_filter(Some(filter)).max_items(1_000);
        let mut pages = request.into_paginator().send();
        while let Some(page) = pages.next().await {
            match page {
                Ok(page) => {
                    self.users.extend(page.user_detail_list.unwrap_or_default());
                    self.groups.extend(page.group_detail_list.unwrap_or_default());
                    self.roles.extend(page.role_detail_list.unwrap_or_default());
                    self.policies.extend(page.policies.unwrap_or_default());
                }
                Err(error) => self.gap = Some(gap_of(OPERATION, &error)),
            }
        }
    }
}

/// The entities that the module of a type reads.
fn needed(wanted: Option<&ResourceType>) -> Vec<EntityType> {
    match wanted.map(ResourceType::as_str) {
        None => vec![EntityType::User, EntityType::Group, EntityType::Role, EntityType::LocalManagedPolicy],
        Some("AWS::IAM::User" | "AWS::IAM::AccessKey") => vec![EntityType::User],
        Some("AWS::IAM::Group") => vec![EntityType::Group],
        Some("AWS::IAM::Role") => vec![EntityType::Role],
        Some("AWS::IAM::ManagedPolicy") => vec![EntityType::LocalManagedPolicy],
        Some(_) => Vec::new(),
    }
}

/// From the API reference of `GetAccountAuthorizationDetails`.
#[cfg(test)]
pub(super) const ANSWER: &str = r#"<GetAccountAuthorizationDetailsResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">
    <GetAccountAuthorizationDetailsResult><IsTruncated>false</IsTruncated>
    <UserDetailList><member>
        <UserName>Alice</UserName><Path>/</Path><UserId>AIDA1</UserId><Arn>arn:aws:iam::111111111111:user/Alice</Arn>
        <CreateDate>2023-10-14T18:32:24Z</CreateDate><GroupList><member>Admins</member></GroupList>
        <AttachedManagedPolicies>
            <member><PolicyName>mine</PolicyName><PolicyArn>arn:aws:iam::111111111111:policy/mine</PolicyArn></member>
            <member><PolicyName>ReadOnlyAccess</PolicyName><PolicyArn>arn:aws:iam::aws:policy/ReadOnlyAccess</PolicyArn></member>
        </AttachedManagedPolicies>
        <UserPolicyList><member><PolicyName>all</PolicyName>
            <PolicyDocument>%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22%2A%22%2C%22Resource%22%3A%22%2A%22%7D%7D</PolicyDocument></member></UserPolicyList>
        <Tags><member><Key>team</Key><Value>ops</Value></member></Tags>
    </member></UserDetailList>
    <GroupDetailList><member>
        <GroupName>Admins</GroupName><Path>/</Path><GroupId>AGPA1</GroupId><Arn>arn:aws:iam::111111111111:group/Admins</Arn>
        <CreateDate>2023-10-14T18:32:24Z</CreateDate><GroupPolicyList/>
        <AttachedManagedPolicies><member><PolicyName>AdministratorAccess</PolicyName>
            <PolicyArn>arn:aws:iam::aws:policy/AdministratorAccess</PolicyArn></member></AttachedManagedPolicies>
    </member></GroupDetailList>
    <RoleDetailList><member>
        <RoleName>app</RoleName><Path>/service/</Path><RoleId>AROA1</RoleId><Arn>arn:aws:iam::111111111111:role/service/app</Arn>
        <CreateDate>2024-07-30T17:09:20Z</CreateDate>
        <AssumeRolePolicyDocument>%7B%22Version%22%3A%222012-10-17%22%7D</AssumeRolePolicyDocument>
        <InstanceProfileList/><RolePolicyList/>
        <AttachedManagedPolicies><member><PolicyName>mine</PolicyName>
            <PolicyArn>arn:aws:iam::111111111111:policy/mine</PolicyArn></member></AttachedManagedPolicies>
        <PermissionsBoundary><PermissionsBoundaryType>PermissionsBoundaryPolicy</PermissionsBoundaryType>
            <PermissionsBoundaryArn>arn:aws:iam::111111111111:policy/edge</PermissionsBoundaryArn></PermissionsBoundary>
        <RoleLastUsed><LastUsedDate>2026-11-19T17:14:00Z</LastUsedDate><Region>eu-west-1</Region></RoleLastUsed>
        <Tags/>
    </member></RoleDetailList>
    <Policies><member>
        <PolicyName>mine</PolicyName><PolicyId>ANPA1</PolicyId><Arn>arn:aws:iam::111111111111:policy/mine</Arn><Path>/</Path>
        <DefaultVersionId>v2</DefaultVersionId><AttachmentCount>2</AttachmentCount>
        <PermissionsBoundaryUsageCount>0</PermissionsBoundaryUsageCount><IsAttachable>true</IsAttachable>
        <CreateDate>2025-08-06T15:27:29Z</CreateDate><UpdateDate>2025-09-06T15:27:29Z</UpdateDate>
        <PolicyVersionList>
            <member><VersionId>v2</VersionId><IsDefaultVersion>true</IsDefaultVersion><CreateDate>2025-09-06T15:27:29Z</CreateDate>
                <Document>%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%5D%7D</Document></member>
            <member><VersionId>v1</VersionId><IsDefaultVersion>false</IsDefaultVersion><CreateDate>2025-08-06T15:27:29Z</CreateDate>
                <Document>%7B%7D</Document></member>
        </PolicyVersionList>
    </member></Policies>
    </GetAccountAuthorizationDetailsResult></GetAccountAuthorizationDetailsResponse>"#;

/// Returns what the types of a test share.
#[cfg(test)]
pub(super) async fn context(wire: crate::wire::Wire) -> super::Context {
    let wire = wire.on(&["Action=GetAccountAuthorizationDetails", "Filter.member.4=LocalManagedPolicy"], 200, ANSWER);
    let client = Client::new(&wire.session());
    let details = Details::read(&client, Duration::from_secs(10), None).await;
    super::Context { client, details }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        iam::{Iam, TYPES},
        wire::{Wire, refused, scope},
    };
    use chrono::DateTime;
    use pantheon_core::{collect::Collector, id::TenantId};

    #[tokio::test]
    async fn a_refused_bulk_call_hides_what_it_would_have_told() {
        let wire = Wire::default().on(&["Action="], 403, refused("AccessDenied"));
        let tenant = TenantId::generate(DateTime::UNIX_EPOCH);

        let listings = Iam(&wire).collect(&tenant, &scope("iam"), Duration::from_secs(10)).await;

        assert_eq!(listings.len(), TYPES.len());
        for listing in &listings {
            assert!(listing.found.is_empty(), "{listing:?}");
            assert!(listing.gaps.iter().all(|gap| gap.reason == GapReason::Denied), "{listing:?}");
            assert!(!listing.gaps.is_empty(), "{listing:?}");
        }
    }
}
