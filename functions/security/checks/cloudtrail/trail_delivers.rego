# METADATA
# title: Trails deliver what they record
# description: >-
#   Looks whether the last delivery of a trail failed: of its files or their digests into the bucket, or of its
#   events into the log group.
# custom:
#   severity: medium
#   risk: >-
#     The trail is on and writes nothing; after 90 days what happened is lost. A bucket that is gone can be made
#     again by anybody, who then gets the logs.
#   remediation:
#     text: >-
#       Mend what the error names: the bucket, its policy, the policy of the key, or the role for CloudWatch Logs.
#     cli: >-
#       aws cloudtrail get-trail-status --name <trail>
#   resource_types: [AWS::CloudTrail::Trail]
package pantheon.checks.cloudtrail.trail_delivers

import data.pantheon.lib
import rego.v1

skip if input.properties.IsLogging == false

unknown := lib.unread(["IsLogging"])

deliveries := {
	"LatestCloudWatchLogsDeliveryError": "Events for CloudWatch Logs",
	"LatestDeliveryError": "Files",
	"LatestDigestDeliveryError": "Digests",
}

deny contains sprintf("%s are not delivered: %s.", [what, error]) if {
	some name, what in deliveries
	error := input.properties[name]
	error != ""
}
