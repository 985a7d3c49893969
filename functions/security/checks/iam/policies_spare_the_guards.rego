# METADATA
# title: Policies let nobody switch detection off
# description: >-
#   Looks whether a policy of the account, or one inside a user, a group or a role, allows GuardDuty, Security Hub,
#   AWS Config or IAM Access Analyzer to be switched off everywhere. Administrators are left to other checks.
# custom:
#   severity: medium
#   risk: >-
#     Whoever gets hold of the holder blinds those who watch, and goes on undisturbed.
#   remediation:
#     text: >-
#       Take the actions out, and deny them to the whole organization by a service control policy but for the role
#       that manages detection.
#     cli: >-
#       aws iam create-policy-version --policy-arn <policy> --policy-document file://policy.json --set-as-default
#   resource_types: [AWS::IAM::Group, AWS::IAM::ManagedPolicy, AWS::IAM::Role, AWS::IAM::User]
package pantheon.checks.iam.policies_spare_the_guards

import data.pantheon.lib.iam
import rego.v1

skip if not iam.in_force(input)

actions := {
	"access-analyzer:DeleteAnalyzer",
	"config:DeleteConfigurationRecorder",
	"config:StopConfigurationRecorder",
	"guardduty:DeleteDetector",
	"guardduty:UpdateDetector",
	"securityhub:DisableSecurityHub",
}

deny contains sprintf("The policy %s allows %s on everything.", [name, concat(", ", sort(allowed))]) if {
	some name, document in iam.limited(input)
	allowed := iam.allowed(document, actions)
	count(allowed) > 0
}
