# METADATA
# title: Lambda functions in a VPC span several Availability Zones
# description: >-
#   Looks whether the subnets of the function are in at least two Availability Zones.
# custom:
#   severity: low
#   risk: >-
#     The failure of one data center stops the function.
#   remediation:
#     text: >-
#       Add a subnet in another zone.
#     cli: >-
#       aws lambda update-function-configuration --function-name <function> --vpc-config
#       SubnetIds=<subnet>,<subnet>,SecurityGroupIds=<group>
#     terraform: |
#       resource "aws_lambda_function" "this" {
#         vpc_config {
#           subnet_ids         = [aws_subnet.a.id, aws_subnet.b.id]
#           security_group_ids = [aws_security_group.this.id]
#         }
#       }
#   resource_types: [AWS::Lambda::Function]
#   reads: [AWS::EC2::Subnet]
#   frameworks:
#     fsbp: [Lambda.5]
package pantheon.checks.lambda.function_spans_zones

import data.pantheon.lib
import rego.v1

skip if input.state in {"deleting", "failed"}

ids := lib.get(input.properties, ["VpcConfig", "SubnetIds"], [])

skip if count(ids) == 0

subnets := lib.needed(input, "AWS::EC2::Subnet")

zones := {zone |
	some subnet in subnets
	zone := subnet.properties.AvailabilityZone
}

unknown contains "The zones of its subnets are not known." if {
	count(zones) < 2
	count(subnets) < count(ids)
}

deny contains sentence if {
	count(zones) == 1
	sentence := sprintf("All its subnets are in %s.", [concat("", zones)])
}
