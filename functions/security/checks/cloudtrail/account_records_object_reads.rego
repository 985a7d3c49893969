# METADATA
# title: A trail records who reads objects in S3
# description: >-
#   Looks whether a trail of the account that is on records the events that read the objects of all buckets. Leaving
#   some buckets out is fine, such as those that hold logs. A trail of the organization lives in another account;
#   where the account has its role and no trail of its own, nothing is decided.
# custom:
#   severity: low
#   risk: >-
#     After a leak or a loss nobody can tell which objects were read, by whom and from where.
#   remediation:
#     text: >-
#       Add a selector for the data events of S3 to a trail; leave out buckets that only take logs, since each event
#       costs a fee.
#     cli: >-
#       aws cloudtrail put-event-selectors --trail-name <trail> --advanced-event-selectors file://selectors.json
#     cloudformation: |
#       AdvancedEventSelectors:
#         - Name: objects
#           FieldSelectors:
#             - Field: eventCategory
#               Equals: [Data]
#             - Field: resources.type
#               Equals: [AWS::S3::Object]
#     terraform: |
#       advanced_event_selector {
#         name = "objects"
#         field_selector {
#           field  = "eventCategory"
#           equals = ["Data"]
#         }
#         field_selector {
#           field  = "resources.type"
#           equals = ["AWS::S3::Object"]
#         }
#       }
#   resource_types: [Pantheon::IAM::AccountSummary]
#   reads: [AWS::CloudTrail::Trail, AWS::IAM::Role]
#   frameworks:
#     cis_3.0: ["3.9"]
#     cis_5.0: ["3.9"]
#     cis_7.0: ["4.9"]
package pantheon.checks.cloudtrail.account_records_object_reads

import data.pantheon.lib.cloudtrail
import rego.v1

unknown := cloudtrail.unknown(["EventSelectors", "IsLogging"]) if not recorded

deny contains "No trail that is on records what reads the objects of all buckets." if not recorded

recorded if {
	some trail in cloudtrail.logging
	cloudtrail.records_objects(trail, "read")
}
