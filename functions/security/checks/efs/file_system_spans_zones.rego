# METADATA
# title: EFS file systems are kept in several Availability Zones
# description: >-
#   Looks whether the file system is kept in one zone alone.
# custom:
#   severity: low
#   risk: >-
#     The failure of one data center makes all files unreachable, and its loss loses them.
#   remediation:
#     text: >-
#       Make a regional file system and copy the files; the class cannot be changed.
#     cli: >-
#       aws efs create-file-system --encrypted
#   resource_types: [AWS::EFS::FileSystem]
package pantheon.checks.efs.file_system_spans_zones

import rego.v1

skip if input.state in {"deleting", "failed"}

deny contains sentence if {
	zone := input.properties.AvailabilityZoneName
	is_string(zone)
	sentence := sprintf("It is kept in %s alone.", [zone])
}
