# METADATA
# title: Security groups are not those of the launch wizard
# description: >-
#   Looks at the name: the wizard of the console calls the groups that it makes launch-wizard-1 and so on.
# custom:
#   severity: low
#   risk: >-
#     The wizard opens SSH or Remote Desktop to the internet unless told otherwise, and nobody knows later what the
#     group is for.
#   remediation:
#     text: >-
#       Give the instance a group that is named and described for its purpose, and delete the one of the wizard.
#     cli: >-
#       aws ec2 modify-instance-attribute --instance-id <instance> --groups <group>
#   resource_types: [AWS::EC2::SecurityGroup]
package pantheon.checks.ec2.security_group_is_not_from_launch_wizard

import data.pantheon.lib
import rego.v1

deny contains sentence if {
	name := lib.get(input.properties, "GroupName", "")
	startswith(name, "launch-wizard-")
	sentence := sprintf("%s was made by the launch wizard.", [name])
}
