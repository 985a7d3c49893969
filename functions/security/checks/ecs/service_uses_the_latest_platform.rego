# METADATA
# title: ECS services on Fargate use the latest platform
# description: >-
#   Looks whether a service that runs on Fargate names the version LATEST, or the one that is: 1.4.0 for Linux and
#   1.0.0 for Windows.
# custom:
#   severity: medium
#   risk: >-
#     Older platforms get no more repairs of their kernel and container runtime, so that known flaws stay open.
#   remediation:
#     text: >-
#       Set the version to LATEST and deploy anew.
#     cli: >-
#       aws ecs update-service --cluster <cluster> --service <service> --platform-version LATEST
#       --force-new-deployment
#     cloudformation: |
#       PlatformVersion: LATEST
#     terraform: |
#       resource "aws_ecs_service" "this" {
#         platform_version = "LATEST"
#       }
#   resource_types: [AWS::ECS::Service]
#   reads: [AWS::ECS::TaskDefinition]
#   frameworks:
#     fsbp: [ECS.10]
package pantheon.checks.ecs.service_uses_the_latest_platform

import data.pantheon.lib
import rego.v1

skip if input.state == "deleting"

skip if not fargate

fargate if input.properties.LaunchType == "FARGATE"

fargate if {
	some part in lib.get(input.properties, "CapacityProviderStrategy", [])
	startswith(lib.get(part, "CapacityProvider", ""), "FARGATE")
}

deny contains sentence if {
	version := input.properties.PlatformVersion
	is_string(version)
	not version in {"LATEST", newest}
	sentence := sprintf("It runs on platform %s.", [version])
}

default newest := "1.4.0"

newest := "1.0.0" if {
	some definition in lib.needed(input, "AWS::ECS::TaskDefinition")
	startswith(lib.get(definition.properties, ["RuntimePlatform", "OperatingSystemFamily"], ""), "WINDOWS")
}
