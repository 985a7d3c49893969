# METADATA
# title: AWS Config records in every region
# description: >-
#   Looks whether each watched region of the account has a recorder that is on, and a channel by which it delivers.
# custom:
#   severity: medium
#   risk: >-
#     After an attack, or an outage, nobody can tell what a resource looked like before, and who changed it when.
#   remediation:
#     text: >-
#       Turn AWS Config on in all regions, best for the whole organization by a stack set, and deliver into one
#       bucket.
#     cli: |
#       aws configservice put-configuration-recorder --configuration-recorder name=default,roleARN=<role>
#       aws configservice put-delivery-channel --delivery-channel name=default,s3BucketName=<bucket>
#       aws configservice start-configuration-recorder --configuration-recorder-name default
#     terraform: |
#       resource "aws_config_configuration_recorder_status" "this" {
#         name       = aws_config_configuration_recorder.this.name
#         is_enabled = true
#         depends_on = [aws_config_delivery_channel.this]
#       }
#   resource_types: [Pantheon::IAM::AccountSummary]
#   reads: [AWS::Config::ConfigurationRecorder, AWS::Config::DeliveryChannel, AWS::Events::EventBus]
#   frameworks:
#     cis_3.0: ["3.3"]
#     cis_5.0: ["3.3"]
#     cis_7.0: ["4.3"]
#     fsbp: [Config.1]
package pantheon.checks.config.account_is_recorded_in_every_region

import data.pantheon.lib
import rego.v1

recorders := lib.present("AWS::Config::ConfigurationRecorder")

regions := lib.watched_regions | {recorder.region | some recorder in recorders}

recorded := {recorder.region |
	some recorder in recorders
	recorder.properties.Recording == true
}

obscure := {recorder.region |
	some recorder in recorders
	"Recording" in object.get(recorder.properties, "Unread", [])
}

delivered := {channel.region | some channel in lib.present("AWS::Config::DeliveryChannel")}

missing := regions - recorded

silent := recorded - delivered

unknown contains "No region of the account is known." if count(regions) == 0

unknown contains sprintf("Whether the recorder in %s is on could not be read.", [region]) if {
	some region in obscure - recorded
}

deny contains sprintf("Nothing is recorded in %s.", [concat(", ", sort(missing))]) if count(missing) > 0

deny contains sprintf("What is recorded is delivered nowhere in %s.", [concat(", ", sort(silent))]) if count(silent) > 0
