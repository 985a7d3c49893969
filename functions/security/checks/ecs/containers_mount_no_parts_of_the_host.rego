# METADATA
# title: Containers mount no sensitive parts of their host
# description: >-
#   Looks for mounts of the root of the host, of its devices, processes, settings or homes, or of the socket or
#   files of its container runtime.
# custom:
#   severity: high
#   risk: >-
#     Whoever breaks into the container can write to the host, or start further containers through its socket, and
#     so is root on the host.
#   remediation:
#     text: >-
#       Mount a folder that is made for the container, or a volume of EFS; agents that have to see the host should
#       only read.
#     cli: >-
#       aws ecs register-task-definition --cli-input-json file://task-definition.json
#     cloudformation: |
#       Volumes:
#         - Name: data
#           EFSVolumeConfiguration:
#             FilesystemId: !Ref FileSystem
#             TransitEncryption: ENABLED
#   resource_types: [AWS::ECS::TaskDefinition]
package pantheon.checks.ecs.containers_mount_no_parts_of_the_host

import data.pantheon.lib
import data.pantheon.lib.ecs as ecs_lib
import rego.v1

skip if input.state == "deleting"

sensitive := {
	"/boot",
	"/dev",
	"/etc",
	"/home",
	"/lib",
	"/proc",
	"/root",
	"/sys",
	"/usr",
	"/var/lib/docker",
	"/var/lib/ecs",
}

deny contains sentence if {
	some volume in lib.get(input.properties, "Volumes", [])
	path := lib.get(volume, ["Host", "SourcePath"], "")
	dangerous(path)
	some container in ecs_lib.containers
	some mount in lib.get(container, "MountPoints", [])
	mount.SourceVolume == volume.Name
	sentence := sprintf("%s mounts %s of its host%s.", [ecs_lib.name(container), path, how(mount)])
}

dangerous(path) if path == "/"

dangerous(path) if {
	some folder in sensitive
	path == folder
}

dangerous(path) if {
	some folder in sensitive
	startswith(path, sprintf("%s/", [folder]))
}

dangerous(path) if {
	startswith(path, "/var/run")
	not startswith(path, "/var/run/secrets")
}

dangerous(path) if regex.match("(docker|containerd)[.]sock$", path)

how(mount) := " and may only read it" if mount.ReadOnly == true

how(mount) := "" if not mount.ReadOnly == true
