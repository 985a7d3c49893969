# METADATA
# title: The management account of the organization runs nothing
# description: >-
#   Looks whether the management account has instances, databases, clusters or services of containers.
# custom:
#   severity: medium
#   risk: >-
#     No service control policy binds this account: whoever takes over what runs there is one step from all accounts.
#   remediation:
#     text: >-
#       Move what runs there into a member account.
#     cli: >-
#       aws ec2 describe-instances --query 'Reservations[].Instances[].InstanceId'
#   resource_types: [AWS::Organizations::Organization]
#   reads: [AWS::EC2::Instance, AWS::ECS::Service, AWS::EKS::Cluster, AWS::RDS::DBInstance]
#   frameworks:
#     cis_7.0: ["2.1.3"]
package pantheon.checks.organizations.management_account_runs_nothing

import data.pantheon.lib
import rego.v1

skip if object.get(input.properties, "ManagementAccountId", input.account_id) != input.account_id

workloads := {
	"AWS::EC2::Instance": "instances",
	"AWS::ECS::Service": "services of ECS",
	"AWS::EKS::Cluster": "clusters of EKS",
	"AWS::RDS::DBInstance": "databases",
}

deny contains sprintf("The account runs %s (%v).", [what, number]) if {
	some type, what in workloads
	number := count(lib.present(type))
	number > 0
}
