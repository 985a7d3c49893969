# METADATA
# title: Instance profiles carry a role
# description: >-
#   Looks for instance profiles without a role.
# custom:
#   severity: informational
#   risk: >-
#     Instances are already started with the profile: whoever adds a role to it gives that role to all of them.
#   remediation:
#     text: >-
#       Delete the profile, or add the role that it was made for.
#     cli: >-
#       aws iam delete-instance-profile --instance-profile-name <profile>
#   resource_types: [AWS::IAM::InstanceProfile]
package pantheon.checks.iam.instance_profile_has_a_role

import rego.v1

deny contains "The profile has no role." if count(object.get(input.properties, "Roles", [])) == 0
