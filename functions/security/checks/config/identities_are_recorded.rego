# METADATA
# title: AWS Config records identities in one region at least
# description: >-
#   Looks whether a recorder of the account that is on records users, groups, roles and policies, which belong to no
#   region: as global types, by naming them, or by excluding only others.
# custom:
#   severity: medium
#   risk: >-
#     Nobody can tell when a role became so powerful, or who could assume it last month.
#   remediation:
#     text: >-
#       Let the recorder of one region include global resource types.
#     cli: >-
#       aws configservice put-configuration-recorder --configuration-recorder name=default,roleARN=<role>
#       --recording-group allSupported=true,includeGlobalResourceTypes=true
#     cloudformation: |
#       RecordingGroup:
#         AllSupported: true
#         IncludeGlobalResourceTypes: true
#     terraform: |
#       recording_group {
#         all_supported                 = true
#         include_global_resource_types = true
#       }
#   resource_types: [Pantheon::IAM::AccountSummary]
#   reads: [AWS::Config::ConfigurationRecorder]
#   frameworks:
#     cis_3.0: ["3.3"]
#     cis_5.0: ["3.3"]
#     cis_7.0: ["4.3"]
#     fsbp: [Config.1]
package pantheon.checks.config.identities_are_recorded

import data.pantheon.lib
import rego.v1

recorders := lib.present("AWS::Config::ConfigurationRecorder")

# Without a recorder there is more to be said, which another check does.
skip if count(recorders) == 0

unknown contains "Whether a recorder is on could not be read." if {
	not recorded
	some recorder in recorders
	"Recording" in object.get(recorder.properties, "Unread", [])
}

deny contains "No recorder that is on records IAM." if not recorded

recorded if {
	some recorder in recorders
	recorder.properties.Recording == true
	records_identities(object.get(recorder.properties, "RecordingGroup", {}))
}

identities := {"AWS::IAM::Group", "AWS::IAM::Policy", "AWS::IAM::Role", "AWS::IAM::User"}

records_identities(group) if group.IncludeGlobalResourceTypes == true

records_identities(group) if {
	named := {type | some type in object.get(group, "ResourceTypes", [])}
	count(identities - named) == 0
}

records_identities(group) if {
	group.RecordingStrategy.UseOnly == "EXCLUSION_BY_RESOURCE_TYPES"
	excluded := {type | some type in object.get(object.get(group, "ExclusionByResourceTypes", {}), "ResourceTypes", [])}
	count(identities & excluded) == 0
}
