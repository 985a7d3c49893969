# METADATA
# title: EC2 instances take only traffic that is meant for them
# description: >-
#   Looks whether the check of source and destination is on, without which an instance can carry traffic of others.
# custom:
#   severity: low
#   risk: >-
#     Whoever takes over such an instance can forge senders and read or divert what crosses it.
#   remediation:
#     text: >-
#       Turn the check on, unless the instance is a NAT, VPN or firewall on purpose; prefer NAT gateways to NAT
#       instances.
#     cli: >-
#       aws ec2 modify-instance-attribute --instance-id <instance> --source-dest-check
#     cloudformation: |
#       SourceDestCheck: true
#     terraform: |
#       resource "aws_instance" "this" {
#         source_dest_check = true
#       }
#   resource_types: [AWS::EC2::Instance]
package pantheon.checks.ec2.instance_forwards_no_traffic

import rego.v1

skip if input.state in {"deleting", "failed"}

deny contains "It may send and receive traffic of others." if input.properties.SourceDestCheck == false
