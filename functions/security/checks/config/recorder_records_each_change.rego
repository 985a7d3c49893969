# METADATA
# title: Recorders of AWS Config record each change
# description: >-
#   Looks whether a recorder writes down changes as they happen, and not only once a day.
# custom:
#   severity: low
#   risk: >-
#     What is opened in the morning and closed in the evening was never there.
#   remediation:
#     text: >-
#       Record continuously; keep the daily mode for types that change all day.
#     cli: >-
#       aws configservice put-configuration-recorder --configuration-recorder name=default,roleARN=<role>
#       --recording-mode recordingFrequency=CONTINUOUS
#     cloudformation: |
#       RecordingMode:
#         RecordingFrequency: CONTINUOUS
#     terraform: |
#       recording_mode {
#         recording_frequency = "CONTINUOUS"
#       }
#   resource_types: [AWS::Config::ConfigurationRecorder]
package pantheon.checks.config.recorder_records_each_change

import rego.v1

skip if input.properties.Recording == false

deny contains "Changes are recorded once a day." if {
	object.get(object.get(input.properties, "RecordingMode", {}), "RecordingFrequency", "CONTINUOUS") == "DAILY"
}
