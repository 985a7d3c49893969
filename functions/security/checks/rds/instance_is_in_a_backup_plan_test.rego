package pantheon.checks.rds.instance_is_in_a_backup_plan_test

import data.pantheon.checks.rds.instance_is_in_a_backup_plan as check
import rego.v1

instance := {
	"arn": "arn:aws:rds:eu-west-1:111111111111:db:shop",
	"region": "eu-west-1",
	"tags": {"backup": "daily"},
	"properties": {"Engine": "mysql"},
}

plan(properties) := {"AWS::Backup::BackupPlan": {"111111111111:eu-west-1:AWS.Backup.BackupPlan:p1": {
	"native_id": "p1",
	"region": "eu-west-1",
	"properties": properties,
}}}

selecting(selection) := plan({"BackupSelections": [selection]})

test_pass_by_pattern if {
	count(check.deny) == 0 with input as instance with data.estate as selecting({"Resources": ["arn:aws:rds:*:*:db:*"]})
}

test_pass_by_tag if {
	tag := {"ConditionKey": "backup", "ConditionType": "STRINGEQUALS", "ConditionValue": "daily"}
	count(check.deny) == 0 with input as instance with data.estate as selecting({"ListOfTags": [tag]})
}

test_pass_is_silent_about_members_of_clusters_and_replicas if {
	check.skip with input as {"properties": {"DBClusterIdentifier": "main"}}
	check.skip with input as {"properties": {"SourceDBInstanceIdentifier": "main"}}
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail_no_plan if {
	sentence := "No backup plan of the region selects the database."
	check.deny == {sentence} with input as instance with data.estate as {}
}

test_fail_other_resources if {
	selection := {"Resources": ["arn:aws:ec2:*:*:volume/*"]}
	count(check.deny) == 1 with input as instance with data.estate as selecting(selection)
	left_out := {"NotResources": ["arn:aws:rds:*:*:db:shop"], "Resources": ["*"]}
	count(check.deny) == 1 with input as instance with data.estate as selecting(left_out)
}

test_fail_plan_of_another_region if {
	elsewhere := object.union(instance, {"region": "eu-central-1"})
	count(check.deny) == 1 with input as elsewhere with data.estate as selecting({"Resources": ["*"]})
}

test_no_data if {
	obscure := plan({"BackupPlan": {"BackupPlanName": "daily"}, "Unread": ["BackupSelections"]})
	count(check.unknown) == 1 with input as instance with data.estate as obscure
	count(check.unknown) == 0 with input as instance with data.estate as {}
}
