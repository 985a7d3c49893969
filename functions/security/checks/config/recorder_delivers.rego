# METADATA
# title: Recorders of AWS Config deliver what they record
# description: >-
#   Looks whether the last delivery of a recorder failed, and why.
# custom:
#   severity: medium
#   risk: >-
#     The recorder is on, and the history that everybody counts on is not written.
#   remediation:
#     text: >-
#       Mend what the error names: the policy of the bucket or the key, or the rights of the recorder's role.
#     cli: >-
#       aws configservice describe-configuration-recorder-status
#   resource_types: [AWS::Config::ConfigurationRecorder]
package pantheon.checks.config.recorder_delivers

import data.pantheon.lib
import rego.v1

skip if input.properties.Recording == false

unknown := lib.unread(["Recording"])

deny contains sprintf("The last delivery failed: %s.", [error]) if {
	input.state == "failed"
	error := object.get(input.properties, "LastErrorCode", "no reason is given")
}
