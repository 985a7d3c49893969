# METADATA
# title: Tasks encrypt what they read and write on EFS
# description: >-
#   Looks whether volumes of EFS are mounted with encryption in transit.
# custom:
#   severity: medium
#   risk: >-
#     Whoever can listen inside of the network reads the files.
#   remediation:
#     text: >-
#       Turn on encryption in transit for the volume.
#     cli: >-
#       aws ecs register-task-definition --cli-input-json file://task-definition.json
#     cloudformation: |
#       Volumes:
#         - Name: data
#           EFSVolumeConfiguration:
#             FilesystemId: !Ref FileSystem
#             TransitEncryption: ENABLED
#     terraform: |
#       resource "aws_ecs_task_definition" "this" {
#         family                = "shop"
#         container_definitions = file("containers.json")
#         volume {
#           name = "data"
#           efs_volume_configuration {
#             file_system_id     = aws_efs_file_system.this.id
#             transit_encryption = "ENABLED"
#           }
#         }
#       }
#   resource_types: [AWS::ECS::TaskDefinition]
package pantheon.checks.ecs.file_systems_are_encrypted_in_transit

import data.pantheon.lib
import rego.v1

skip if input.state == "deleting"

deny contains sentence if {
	some volume in lib.get(input.properties, "Volumes", [])
	shared := volume.EFSVolumeConfiguration
	lib.get(shared, "TransitEncryption", "DISABLED") != "ENABLED"
	sentence := sprintf("The volume %s of %s is mounted without encryption.", [volume.Name, shared.FilesystemId])
}
