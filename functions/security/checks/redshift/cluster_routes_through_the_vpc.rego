# METADATA
# title: Redshift clusters load and unload through their VPC
# description: >-
#   Looks whether enhanced VPC routing is on, without which COPY and UNLOAD go over the internet past
#   the rules and flow logs of the VPC.
# custom:
#   severity: medium
#   risk: >-
#     Somebody who may run UNLOAD takes data to any bucket in the world, and no rule or log of the network
#     sees it.
#   remediation:
#     text: >-
#       Turn enhanced VPC routing on and give the VPC an endpoint for S3 with a policy that names your
#       buckets.
#     cli: >-
#       aws redshift modify-cluster --cluster-identifier <cluster> --enhanced-vpc-routing
#     cloudformation: |
#       EnhancedVpcRouting: true
#     terraform: |
#       resource "aws_redshift_cluster" "this" {
#         enhanced_vpc_routing = true
#       }
#   resource_types: [AWS::Redshift::Cluster]
#   frameworks:
#     fsbp: [Redshift.7]
package pantheon.checks.redshift.cluster_routes_through_the_vpc

import rego.v1

skip if input.state in {"creating", "deleting"}

deny contains "Enhanced VPC routing is off." if not input.properties.EnhancedVpcRouting
