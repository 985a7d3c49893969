# METADATA
# title: Lambda functions are in a VPC
# description: >-
#   Looks whether the function is connected to a network of the account.
# custom:
#   severity: informational
#   risk: >-
#     The function calls the internet past every rule and log of the network, so what an intruder sends out is not
#     seen.
#   remediation:
#     text: >-
#       Connect functions that handle sensitive data to private subnets; others gain nothing by it.
#     cli: >-
#       aws lambda update-function-configuration --function-name <function> --vpc-config
#       SubnetIds=<subnets>,SecurityGroupIds=<group>
#     cloudformation: |
#       VpcConfig:
#         SubnetIds: [!Ref PrivateSubnetA, !Ref PrivateSubnetB]
#         SecurityGroupIds: [!Ref SecurityGroup]
#     terraform: |
#       resource "aws_lambda_function" "this" {
#         vpc_config {
#           subnet_ids         = aws_subnet.private[*].id
#           security_group_ids = [aws_security_group.this.id]
#         }
#       }
#   resource_types: [AWS::Lambda::Function]
#   frameworks:
#     fsbp: [Lambda.3]
package pantheon.checks.lambda.function_is_in_a_vpc

import data.pantheon.lib
import rego.v1

skip if input.state in {"deleting", "failed"}

deny contains "It is connected to no VPC." if count(lib.get(input.properties, ["VpcConfig", "SubnetIds"], [])) == 0
