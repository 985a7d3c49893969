# METADATA
# title: Nodes of EKS clusters have no all-powerful role
# description: >-
#   Looks whether the role may do everything in the account, or give itself any right: by AdministratorAccess,
#   IAMFullAccess, or a policy that allows * or iam:* on everything. A permissions boundary counts as holding it
#   back.
# custom:
#   severity: high
#   risk: >-
#     Every container that can reach the metadata of its node gets the credentials of the role, and with them the
#     whole account.
#   remediation:
#     text: >-
#       Give the role only what is needed, in a policy of its own.
#     cli: >-
#       aws iam detach-role-policy --role-name <role> --policy-arn arn:aws:iam::aws:policy/AdministratorAccess
#   resource_types: [AWS::EKS::Nodegroup]
#   reads: [AWS::IAM::ManagedPolicy, AWS::IAM::Role]
package pantheon.checks.eks.nodegroup_role_is_not_all_powerful

import data.pantheon.lib
import rego.v1

# A group that failed in part still runs nodes.
skip if input.state == "deleting"

unknown := lib.unread(["DescribeNodegroup"])

deny contains sentence if {
	some role in lib.needed(input, "AWS::IAM::Role")
	role.arn == input.properties.NodeRole
	some power in lib.all_powerful(role)
	sentence := sprintf("%s is all-powerful by %s.", [role.properties.RoleName, power])
}
