# METADATA
# title: Recorders of AWS Config use the role that AWS looks after
# description: >-
#   Looks whether a recorder works with the service-linked role AWSServiceRoleForConfig.
# custom:
#   severity: low
#   risk: >-
#     A role of one's own lacks the rights for types that AWS adds, or has more than it needs and can be passed to
#     others.
#   remediation:
#     text: >-
#       Make the service-linked role and give it to the recorder. The bucket then has to let config.amazonaws.com
#       write.
#     cli: |
#       aws iam create-service-linked-role --aws-service-name config.amazonaws.com
#       aws configservice put-configuration-recorder --configuration-recorder name=default,roleARN=<service-linked role>
#     cloudformation: |
#       RoleARN: !Sub arn:aws:iam::${AWS::AccountId}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig
#     terraform: |
#       resource "aws_iam_service_linked_role" "config" {
#         aws_service_name = "config.amazonaws.com"
#       }
#   resource_types: [AWS::Config::ConfigurationRecorder]
#   frameworks:
#     fsbp: [Config.1]
package pantheon.checks.config.recorder_has_the_role_of_aws

import rego.v1

role := object.get(input.properties, "RoleARN", "no role")

deny contains sprintf("The recorder uses %s.", [role]) if {
	not contains(role, ":role/aws-service-role/config.amazonaws.com/")
}
