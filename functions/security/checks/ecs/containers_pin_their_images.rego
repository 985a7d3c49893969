# METADATA
# title: Containers name the version of their image
# description: >-
#   Looks for images without a tag or digest, or with the tag latest.
# custom:
#   severity: low
#   risk: >-
#     Nobody can tell what runs, and whoever can push to the repository changes it at the next start.
#   remediation:
#     text: >-
#       Name a version, best by its digest, and change it on purpose.
#     cli: >-
#       aws ecs register-task-definition --cli-input-json file://task-definition.json
#     cloudformation: |
#       ContainerDefinitions:
#         - Name: app
#           Image: 111111111111.dkr.ecr.eu-west-1.amazonaws.com/shop:1.2
#   resource_types: [AWS::ECS::TaskDefinition]
package pantheon.checks.ecs.containers_pin_their_images

import data.pantheon.lib
import data.pantheon.lib.ecs as ecs_lib
import rego.v1

skip if input.state == "deleting"

deny contains sentence if {
	some container in ecs_lib.containers
	image := lib.get(container, "Image", "")
	image != ""
	not pinned(image)
	sentence := sprintf("%s runs %s in whatever version is newest.", [ecs_lib.name(container), image])
}

pinned(image) if contains(image, "@sha256:")

# A colon before the last slash belongs to the port of a registry.
pinned(image) if {
	parts := split(image, "/")
	tagged := split(parts[count(parts) - 1], ":")
	count(tagged) == 2
	tagged[1] != "latest"
}
