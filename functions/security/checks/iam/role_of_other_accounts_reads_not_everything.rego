# METADATA
# title: Roles that other accounts assume do not read all data
# description: >-
#   Looks whether ReadOnlyAccess is attached to a role whose trust policy lets another account in. The policy reads
#   not only how things are set up, but also what is in buckets, tables, queues and logs.
# custom:
#   severity: medium
#   risk: >-
#     Whoever takes the other account over copies the data of this one without changing anything.
#   remediation:
#     text: >-
#       Attach SecurityAudit or ViewOnlyAccess instead, which read how things are set up, or a policy that names what
#       has to be read.
#     cli: |
#       aws iam attach-role-policy --role-name <role> --policy-arn arn:aws:iam::aws:policy/SecurityAudit
#       aws iam detach-role-policy --role-name <role> --policy-arn arn:aws:iam::aws:policy/ReadOnlyAccess
#   resource_types: [AWS::IAM::Role]
package pantheon.checks.iam.role_of_other_accounts_reads_not_everything

import data.pantheon.lib.iam
import rego.v1

skip if iam.made_by_aws(input)

skip if iam.bounded(input)

deny contains sprintf("The account %s may read all data.", [account]) if {
	"ReadOnlyAccess" in iam.attached_of_aws(input)
	some account in iam.strangers
}
