# METADATA
# title: GuardDuty installs its agents by itself
# description: >-
#   Looks whether a detector with Runtime Monitoring also manages the agents on EKS, on ECS with Fargate and on EC2.
# custom:
#   severity: low
#   risk: >-
#     What is started without an agent is not watched, and nobody notices that it is not.
#   remediation:
#     text: >-
#       Turn the management of agents on for all three, and exclude by tags what must not have one.
#     cli: >-
#       aws guardduty update-detector --detector-id <detector> --features
#       '[{"Name":"RUNTIME_MONITORING","Status":"ENABLED",
#       "AdditionalConfiguration":[{"Name":"EC2_AGENT_MANAGEMENT","Status":"ENABLED"}]}]'
#     cloudformation: |
#       Features:
#         - Name: RUNTIME_MONITORING
#           Status: ENABLED
#           AdditionalConfiguration:
#             - Name: EKS_ADDON_MANAGEMENT
#               Status: ENABLED
#             - Name: ECS_FARGATE_AGENT_MANAGEMENT
#               Status: ENABLED
#             - Name: EC2_AGENT_MANAGEMENT
#               Status: ENABLED
#   resource_types: [AWS::GuardDuty::Detector]
package pantheon.checks.guardduty.detector_manages_its_agents

import data.pantheon.lib
import data.pantheon.lib.guardduty
import rego.v1

skip if guardduty.is_off

skip if {
	not guardduty.has("RUNTIME_MONITORING")
	count(unknown) == 0
}

unknown := lib.unread(["Features"])

kinds := {
	"EC2_AGENT_MANAGEMENT": "EC2",
	"ECS_FARGATE_AGENT_MANAGEMENT": "ECS with Fargate",
	"EKS_ADDON_MANAGEMENT": "EKS",
}

managed := {more.Name |
	some feature in object.get(input.properties, "Features", [])
	feature.Name == "RUNTIME_MONITORING"
	some more in object.get(feature, "AdditionalConfiguration", [])
	more.Status == "ENABLED"
}

deny contains sprintf("Agents on %s are not managed.", [kind]) if {
	some name, kind in kinds
	not name in managed
}
