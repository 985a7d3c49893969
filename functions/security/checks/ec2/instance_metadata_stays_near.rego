# METADATA
# title: Metadata of EC2 instances travels no further than to their containers
# description: >-
#   Looks whether answers of the metadata service may pass more than two hops; two are what containers need.
# custom:
#   severity: low
#   risk: >-
#     What routes or forwards packets through the instance can then fetch the credentials of its role.
#   remediation:
#     text: >-
#       Set the hop limit to 1, or to 2 where containers have to use the role of the instance.
#     cli: >-
#       aws ec2 modify-instance-metadata-options --instance-id <instance> --http-put-response-hop-limit 1
#     terraform: |
#       resource "aws_instance" "this" {
#         metadata_options {
#           http_put_response_hop_limit = 1
#         }
#       }
#   resource_types: [AWS::EC2::Instance]
package pantheon.checks.ec2.instance_metadata_stays_near

import data.pantheon.lib
import rego.v1

skip if input.state in {"deleting", "failed"}

deny contains sentence if {
	options := lib.get(input.properties, "MetadataOptions", {})
	lib.get(options, "HttpEndpoint", "enabled") != "disabled"
	limit := options.HttpPutResponseHopLimit
	is_number(limit)
	limit > 2
	sentence := sprintf("Answers of its metadata service may pass %d hops.", [limit])
}
