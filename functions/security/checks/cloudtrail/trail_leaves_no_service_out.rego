# METADATA
# title: Trails leave the management events of no service out
# description: >-
#   Looks whether a trail leaves out the events of services, such as of KMS or of the RDS Data API, to save space.
# custom:
#   severity: low
#   risk: >-
#     Nobody can tell who decrypted what with which key, or who asked a database what.
#   remediation:
#     text: >-
#       Take the exclusion away, or record these events by another trail.
#     cli: >-
#       aws cloudtrail put-event-selectors --trail-name <trail> --event-selectors
#       ReadWriteType=All,IncludeManagementEvents=true
#   resource_types: [AWS::CloudTrail::Trail]
package pantheon.checks.cloudtrail.trail_leaves_no_service_out

import data.pantheon.lib
import data.pantheon.lib.cloudtrail
import rego.v1

unknown := lib.unread(["EventSelectors"])

deny contains sprintf("The trail leaves out what is done by %s.", [source]) if {
	some source in cloudtrail.left_out(input)
}
