# METADATA
# title: Security groups are used
# description: >-
#   Looks whether a network interface bears the group, whether another group names it in its rules, or whether a
#   launch template or configuration gives it to instances to come. The default group, which cannot be deleted, is
#   left out.
# custom:
#   severity: low
#   risk: >-
#     A forgotten group with open rules waits to be attached by mistake, and hides those that matter in a long list.
#   remediation:
#     text: >-
#       Delete the group, after making sure that nothing is launched into it now and then.
#     cli: >-
#       aws ec2 delete-security-group --group-id <group>
#   resource_types: [AWS::EC2::SecurityGroup]
#   reads:
#     - AWS::AutoScaling::LaunchConfiguration
#     - AWS::EC2::LaunchTemplate
#     - AWS::EC2::NetworkInterface
#     - AWS::EC2::SecurityGroup
#   frameworks:
#     fsbp: [EC2.22]
package pantheon.checks.ec2.security_group_is_used

import data.pantheon.lib
import rego.v1

skip if lib.get(input.properties, "GroupName", "") == "default"

deny contains "No network interface, rule, launch template or launch configuration uses it." if {
	not worn
	not named
	not launched
}

worn if {
	some interface in lib.present("AWS::EC2::NetworkInterface")
	input.native_id in lib.get(interface.properties, "GroupSet", [])
}

named if {
	some id, group in lib.present("AWS::EC2::SecurityGroup")
	id != input.id
	input.id in lib.get(group, "dependencies", [])
}

launched if {
	some type in ["AWS::EC2::LaunchTemplate", "AWS::AutoScaling::LaunchConfiguration"]
	some launch in lib.present(type)
	input.id in lib.get(launch, "dependencies", [])
}
