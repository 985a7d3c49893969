# METADATA
# title: Stages of REST APIs encrypt what they cache
# description: >-
#   Looks at stages with a cache: each method that uses it has to encrypt what it keeps.
# custom:
#   severity: medium
#   risk: >-
#     Answers, with what they say of people, lie in clear on the disks of the cache.
#   remediation:
#     text: >-
#       Encrypt the data of the cache for all methods that use it.
#     cli: >-
#       aws apigateway update-stage --rest-api-id <api> --stage-name <stage> --patch-operations
#       op=replace,path=/*/*/caching/dataEncrypted,value=true
#     cloudformation: |
#       MethodSettings:
#         - ResourcePath: /*
#           HttpMethod: "*"
#           CachingEnabled: true
#           CacheDataEncrypted: true
#     terraform: |
#       resource "aws_api_gateway_method_settings" "all" {
#         rest_api_id = aws_api_gateway_rest_api.this.id
#         stage_name  = aws_api_gateway_stage.this.stage_name
#         method_path = "*/*"
#         settings {
#           caching_enabled      = true
#           cache_data_encrypted = true
#         }
#       }
#   resource_types: [AWS::ApiGateway::Stage]
#   frameworks:
#     fsbp: [APIGateway.5]
package pantheon.checks.apigateway.rest_stage_encrypts_its_cache

import rego.v1

skip if not input.properties.CacheClusterEnabled

deny contains sprintf("The cache of %s %s is not encrypted.", [setting.HttpMethod, setting.ResourcePath]) if {
	some setting in object.get(input.properties, "MethodSettings", [])
	setting.CachingEnabled == true
	not setting.CacheDataEncrypted
}
