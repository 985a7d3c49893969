# METADATA
# title: OpenSearch domains are in a VPC
# description: >-
#   Looks whether the endpoint of the domain is in a VPC instead of on the internet.
# custom:
#   severity: high
#   risk: >-
#     Anybody on the internet reaches the endpoint: one statement too wide in its policy, or one stolen
#     key, and the indices are theirs.
#   remediation:
#     text: >-
#       Make a new domain in a VPC and move the indices by a snapshot; a domain cannot be moved.
#     cli: >-
#       aws opensearch create-domain --domain-name <new> --vpc-options SubnetIds=<private
#       subnets>,SecurityGroupIds=<group>
#     cloudformation: |
#       VPCOptions:
#         SubnetIds: [!Ref PrivateA, !Ref PrivateB]
#         SecurityGroupIds: [!Ref Group]
#     terraform: |
#       resource "aws_opensearch_domain" "this" {
#         vpc_options {
#           subnet_ids         = aws_subnet.private[*].id
#           security_group_ids = [aws_security_group.this.id]
#         }
#       }
#   resource_types: [AWS::OpenSearchService::Domain]
#   frameworks:
#     fsbp: [ES.2, OpenSearch.2]
package pantheon.checks.opensearch.domain_is_in_a_vpc

import rego.v1

skip if input.state in {"creating", "deleting"}

deny contains "The endpoint of the domain is on the internet." if {
	object.get(object.get(input.properties, "VPCOptions", {}), "VPCId", "") == ""
}
