package pantheon.checks.guardduty.detector_manages_its_agents_test

import data.pantheon.checks.guardduty.detector_manages_its_agents as check
import rego.v1

detector(managed) := {"properties": {"Enable": true, "Features": [{
	"AdditionalConfiguration": [{"Name": name, "Status": "ENABLED"} | some name in managed],
	"Name": "RUNTIME_MONITORING",
	"Status": "ENABLED",
}]}}

all := {"EC2_AGENT_MANAGEMENT", "ECS_FARGATE_AGENT_MANAGEMENT", "EKS_ADDON_MANAGEMENT"}

test_pass if count(check.deny) == 0 with input as detector(all)

test_fail if {
	check.deny == {"Agents on EC2 are not managed."} with input as detector(all - {"EC2_AGENT_MANAGEMENT"})
	count(check.deny) == 3 with input as detector([])
}

test_skip if {
	check.skip with input as {"properties": {"Enable": false}}
	check.skip with input as {"properties": {"Enable": true}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["Features"]}}
	not check.skip with input as {"properties": {"Unread": ["Features"]}}
}
