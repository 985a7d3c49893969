package pantheon.checks.ecr.repository_scans_images_test

import data.pantheon.checks.ecr.repository_scans_images as check
import rego.v1

repository(scan) := {
	"region": "eu-west-1",
	"properties": {"ImageScanningConfiguration": {"ScanOnPush": scan}, "RepositoryName": "team/shop"},
}

estate(region, filter, frequency) := {"AWS::ECR::RegistryScanningConfiguration": {"registry": {
	"region": region,
	"properties": {"Rules": [{"RepositoryFilters": [{"Filter": filter}], "ScanFrequency": frequency}]},
}}}

test_pass if {
	count(check.deny) == 0 with input as repository(true)
}

test_pass_by_registry if {
	all := estate("eu-west-1", "team/*", "CONTINUOUS_SCAN")
	count(check.deny) == 0 with input as repository(false) with data.estate as all
	part := estate("eu-west-1", "shop", "SCAN_ON_PUSH")
	count(check.deny) == 0 with input as repository(false) with data.estate as part
}

test_fail if {
	check.deny == {"Its images are not scanned."} with input as repository(false)
}

test_fail_rule_does_not_fit if {
	other := estate("eu-west-1", "prod/*", "SCAN_ON_PUSH")
	count(check.deny) == 1 with input as repository(false) with data.estate as other
	manual := estate("eu-west-1", "*", "MANUAL")
	count(check.deny) == 1 with input as repository(false) with data.estate as manual
	elsewhere := estate("us-east-1", "*", "SCAN_ON_PUSH")
	count(check.deny) == 1 with input as repository(false) with data.estate as elsewhere
}

test_no_data if {
	count(check.deny) == 1 with input as {"region": "eu-west-1", "properties": {"RepositoryName": "shop"}}
}
