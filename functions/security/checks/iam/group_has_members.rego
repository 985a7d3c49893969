# METADATA
# title: Groups of IAM users have members
# description: >-
#   Looks whether at least one user of the account is in the group.
# custom:
#   severity: informational
#   risk: >-
#     Nobody looks after the policies of an empty group, until somebody is put into it.
#   remediation:
#     text: >-
#       Delete the group.
#     cli: >-
#       aws iam delete-group --group-name <group>
#   resource_types: [AWS::IAM::Group]
#   reads: [AWS::IAM::User]
package pantheon.checks.iam.group_has_members

import data.pantheon.lib
import rego.v1

deny contains "Nobody is in the group." if not has_members

has_members if {
	some user in lib.present("AWS::IAM::User")
	input.native_id in object.get(user.properties, "Groups", [])
}
