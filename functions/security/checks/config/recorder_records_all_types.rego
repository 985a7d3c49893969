# METADATA
# title: Recorders of AWS Config record all types of resources
# description: >-
#   Looks whether a recorder records all types that AWS Config supports in its region, or excludes some and takes all
#   others.
# custom:
#   severity: medium
#   risk: >-
#     The resource that somebody asks about after an attack is of a type that nobody thought of, and has no history.
#   remediation:
#     text: >-
#       Let the recorder take all types; exclude those that change all day and say little.
#     cli: >-
#       aws configservice put-configuration-recorder --configuration-recorder name=default,roleARN=<role>
#       --recording-group allSupported=true
#     cloudformation: |
#       RecordingGroup:
#         AllSupported: true
#     terraform: |
#       recording_group {
#         all_supported = true
#       }
#   resource_types: [AWS::Config::ConfigurationRecorder]
#   frameworks:
#     cis_3.0: ["3.3"]
#     cis_5.0: ["3.3"]
#     cis_7.0: ["4.3"]
#     fsbp: [Config.1]
package pantheon.checks.config.recorder_records_all_types

import rego.v1

skip if input.properties.Recording == false

group := object.get(input.properties, "RecordingGroup", {})

strategy := object.get(object.get(group, "RecordingStrategy", {}), "UseOnly", "")

deny contains sprintf("Only types that were named are recorded (%v).", [number]) if {
	object.get(group, "AllSupported", false) != true
	strategy != "EXCLUSION_BY_RESOURCE_TYPES"
	number := count(object.get(group, "ResourceTypes", []))
}
