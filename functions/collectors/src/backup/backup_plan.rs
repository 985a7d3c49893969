//! Plans with their rules and selections, from `ListBackupPlans`, `GetBackupPlan`,
//! `ListBackupSelections`, `GetBackupSelection` and `ListTags`.
//!
//! When a plan ran last changes every day, so it is left out.

use super::{ABSENT, backup_vault, read_tags};
use crate::{
    arn,
    document::{Document, neighbor, sorted, when},
    listing::{list_each, read_or_note, read_pages},
};
use aws_sdk_backup::{
    Client,
    types::{BackupPlan, BackupPlansListMember, BackupRule, BackupSelection, ConditionParameter, Lifecycle},
};
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
};
use serde_json::{Value, json};

pub(super) const TYPE: TypeName = TypeName::new("AWS::Backup::BackupPlan");

const OPERATION: &str = "backup:ListBackupPlans";
const SELECTIONS: &str = "BackupSelections";

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let plans = read_pages(OPERATION, client.list_backup_plans().into_paginator().items().send()).await;
    list_each(TYPE, OPERATION, plans, |plan| read(client, scope, plan)).await
}

async fn read(client: &Client, scope: &Scope, plan: BackupPlansListMember) -> Option<Document> {
    let (id, arn) = (plan.backup_plan_id()?, plan.backup_plan_arn()?);
    let mut document = Document::new(TYPE, scope, id)
        .arn(Some(arn))
        .name(plan.backup_plan_name())
        .created_at(when(plan.creation_date()))
        .properties(json!({}));

    let answer = client.get_backup_plan().backup_plan_id(id).send().await;
    let answer = read_or_note(&mut document, "BackupPlan", "backup:GetBackupPlan", ABSENT, answer);
    if let Some(described) = answer.as_ref().and_then(|answer| answer.backup_plan()) {
        let vaults = described.rules().iter().map(BackupRule::target_backup_vault_name);
        let targets: Vec<_> = vaults.map(|vault| neighbor(scope, backup_vault::TYPE, vault)).collect();
        document.need(targets);
        document.need(described.rules().iter().flat_map(other_vaults).filter_map(arn::resource));
        document.property("BackupPlan", properties(described));
    }
    read_selections(client, id, &mut document).await;
    Some(read_tags(client, arn, document).await)
}

/// The vaults of a rule that may be in another region or account.
fn other_vaults(rule: &BackupRule) -> impl Iterator<Item = &str> {
    let copies = rule.copy_actions().iter().map(|copy| copy.destination_backup_vault_arn());
    copies.chain(rule.target_logically_air_gapped_backup_vault_arn())
}

async fn read_selections(client: &Client, plan: &str, document: &mut Document) {
    let mut pages = client.list_backup_selections().backup_plan_id(plan).into_paginator().items().send();
    let mut selections = Vec::new();
    while let Some(item) = pages.next().await {
        let Some(item) = read_or_note(document, SELECTIONS, "backup:ListBackupSelections", ABSENT, item) else { break };
        let Some(id) = item.selection_id() else { continue };
        let answer = client.get_backup_selection().backup_plan_id(plan).selection_id(id).send().await;
        let answer = read_or_note(document, SELECTIONS, "backup:GetBackupSelection", ABSENT, answer);
        selections.extend(answer.and_then(|answer| answer.backup_selection));
    }
    document.need(selections.iter().filter_map(|selection| arn::resource(selection.iam_role_arn())));
    document.property(SELECTIONS, sorted(selections.iter().map(selection)));
}

fn properties(plan: &BackupPlan) -> Value {
    let advanced = plan.advanced_backup_settings().iter();
    json!({
        "AdvancedBackupSettings": sorted(advanced.map(|setting| json!({
            "BackupOptions": setting.backup_options(),
            "ResourceType": setting.resource_type(),
        }))),
        "BackupPlanName": plan.backup_plan_name(),
        "BackupPlanRule": sorted(plan.rules().iter().map(rule)),
    })
}

fn rule(rule: &BackupRule) -> Value {
    json!({
        "CompletionWindowMinutes": rule.completion_window_minutes(),
        "CopyActions": sorted(rule.copy_actions().iter().map(|copy| json!({
            "DestinationBackupVaultArn": copy.destination_backup_vault_arn(),
            "Lifecycle": copy.lifecycle().map(lifecycle),
        }))),
        "EnableContinuousBackup": rule.enable_continuous_backup(),
        "Lifecycle": rule.lifecycle().map(lifecycle),
        "RecoveryPointTags": rule.recovery_point_tags(),
        "RuleName": rule.rule_name(),
        "ScheduleExpression": rule.schedule_expression(),
        "ScheduleExpressionTimezone": rule.schedule_expression_timezone(),
        "StartWindowMinutes": rule.start_window_minutes(),
        "TargetBackupVault": rule.target_backup_vault_name(),
        "TargetLogicallyAirGappedBackupVaultArn": rule.target_logically_air_gapped_backup_vault_arn(),
    })
}

fn lifecycle(lifecycle: &Lifecycle) -> Value {
    json!({
        "DeleteAfterDays": lifecycle.delete_after_days(),
        "MoveToColdStorageAfterDays": lifecycle.move_to_cold_storage_after_days(),
        "OptInToArchiveForSupportedResources": lifecycle.opt_in_to_archive_for_supported_resources(),
    })
}

fn selection(selection: &BackupSelection) -> Value {
    let conditions = selection.conditions();
    let parameters = |all: Option<&[ConditionParameter]>| sorted(all.unwrap_or_default().iter().map(parameter));
    json!({
        "Conditions": {
            "StringEquals": parameters(conditions.map(|conditions| conditions.string_equals())),
            "StringLike": parameters(conditions.map(|conditions| conditions.string_like())),
            "StringNotEquals": parameters(conditions.map(|conditions| conditions.string_not_equals())),
            "StringNotLike": parameters(conditions.map(|conditions| conditions.string_not_like())),
        },
        "IamRoleArn": selection.iam_role_arn(),
        "ListOfTags": sorted(selection.list_of_tags().iter().map(|condition| json!({
            "ConditionKey": condition.condition_key(),
            "ConditionType": condition.condition_type().as_str(),
            "ConditionValue": condition.condition_value(),
        }))),
        "NotResources": sorted(selection.not_resources()),
        "Resources": sorted(selection.resources()),
        "SelectionName": selection.selection_name(),
    })
}

fn parameter(parameter: &ConditionParameter) -> Value {
    json!({"ConditionKey": parameter.condition_key(), "ConditionValue": parameter.condition_value()})
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};
    use pantheon_core::collect::GapReason;

    /// From the API reference of `ListBackupPlans`.
    const PLANS: &str = r#"{"BackupPlansList": [{
        "BackupPlanArn": "arn:aws:backup:eu-west-1:111111111111:backup-plan:p1", "BackupPlanId": "p1",
        "BackupPlanName": "daily", "VersionId": "v1", "CreationDate": 1700000000.0, "LastExecutionDate": 1700001000.0}]}"#;

    /// From the API reference of `GetBackupPlan`.
    const PLAN: &str = r#"{"BackupPlanId": "p1", "BackupPlan": {"BackupPlanName": "daily", "Rules": [{
        "RuleName": "nightly", "TargetBackupVaultName": "main", "ScheduleExpression": "cron(0 5 * * ? *)",
        "StartWindowMinutes": 60, "CompletionWindowMinutes": 180, "RuleId": "r1", "EnableContinuousBackup": true,
        "Lifecycle": {"MoveToColdStorageAfterDays": 30, "DeleteAfterDays": 365},
        "CopyActions": [{"DestinationBackupVaultArn": "arn:aws:backup:us-east-1:222222222222:backup-vault:far",
            "Lifecycle": {"DeleteAfterDays": 30}}]}],
        "AdvancedBackupSettings": [{"ResourceType": "EC2", "BackupOptions": {"WindowsVSS": "enabled"}}]}}"#;

    /// From the API references of `ListBackupSelections` and `GetBackupSelection`.
    const SELECTIONS: &str =
        r#"{"BackupSelectionsList": [{"SelectionId": "s1", "SelectionName": "all", "BackupPlanId": "p1"}]}"#;
    const SELECTION: &str = r#"{"SelectionId": "s1", "BackupPlanId": "p1", "BackupSelection": {
        "SelectionName": "all", "IamRoleArn": "arn:aws:iam::111111111111:role/backup",
        "Resources": ["arn:aws:ec2:*:*:volume/*"], "NotResources": [],
        "ListOfTags": [{"ConditionType": "STRINGEQUALS", "ConditionKey": "backup", "ConditionValue": "daily"}],
        "Conditions": {"StringEquals": [{"ConditionKey": "aws:ResourceTag/env", "ConditionValue": "prod"}]}}}"#;

    fn wire() -> Wire {
        Wire::default()
            .on(&["/plans/p1/selections/s1"], 200, SELECTION)
            .on(&["/plans/p1/selections"], 200, SELECTIONS)
            .on(&["/tags/"], 200, r#"{"Tags": {"env": "prod"}}"#)
    }

    #[tokio::test]
    async fn documents_a_plan_and_what_it_selects() {
        let wire = wire().on(&["/backup/plans/p1"], 200, PLAN).on(&["/backup/plans"], 200, PLANS);

        let listing = list(&Client::new(&wire.session()), &scope("backup")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::Backup::BackupPlan",
                "region": "eu-west-1",
                "native_id": "p1",
                "arn": "arn:aws:backup:eu-west-1:111111111111:backup-plan:p1",
                "name": "daily",
                "state": "active",
                "native_state": null,
                "dependencies": [
                    "111111111111:eu-west-1:AWS.Backup.BackupVault:main",
                    "111111111111:global:AWS.IAM.Role:backup",
                    "222222222222:us-east-1:AWS.Backup.BackupVault:far",
                ],
                "tags": {"env": "prod"},
                "created_at": "2023-11-14T22:13:20Z",
                "properties": {
                    "BackupPlan": {
                        "AdvancedBackupSettings":
                            [{"BackupOptions": {"WindowsVSS": "enabled"}, "ResourceType": "EC2"}],
                        "BackupPlanName": "daily",
                        "BackupPlanRule": [{
                            "CompletionWindowMinutes": 180,
                            "CopyActions": [{
                                "DestinationBackupVaultArn": "arn:aws:backup:us-east-1:222222222222:backup-vault:far",
                                "Lifecycle": {"DeleteAfterDays": 30},
                            }],
                            "EnableContinuousBackup": true,
                            "Lifecycle": {"DeleteAfterDays": 365, "MoveToColdStorageAfterDays": 30},
                            "RuleName": "nightly",
                            "ScheduleExpression": "cron(0 5 * * ? *)",
                            "StartWindowMinutes": 60,
                            "TargetBackupVault": "main",
                        }],
                    },
                    "BackupSelections": [{
                        "Conditions":
                            {"StringEquals": [{"ConditionKey": "aws:ResourceTag/env", "ConditionValue": "prod"}]},
                        "IamRoleArn": "arn:aws:iam::111111111111:role/backup",
                        "ListOfTags":
                            [{"ConditionKey": "backup", "ConditionType": "STRINGEQUALS", "ConditionValue": "daily"}],
                        "Resources": ["arn:aws:ec2:*:*:volume/*"],
                        "SelectionName": "all",
                    }],
                },
            }])
        );
    }

    #[tokio::test]
    async fn keeps_a_plan_whose_rules_it_may_not_read() {
        let denied = r#"{"__type": "AccessDeniedException", "Message": "no"}"#;
        let wire = wire().on(&["/backup/plans/p1"], 403, denied).on(&["/backup/plans"], 200, PLANS);

        let listing = list(&Client::new(&wire.session()), &scope("backup")).await;

        assert_eq!(listing.found[0].properties["Unread"], json!(["BackupPlan"]));
        assert_eq!((listing.gaps.len(), listing.gaps[0].reason), (1, GapReason::Denied));
    }
}
