# METADATA
# title: EFS access points lead to a folder of their own
# description: >-
#   Looks whether the access point shows its clients the root of the file system.
# custom:
#   severity: medium
#   risk: >-
#     Every application that uses the access point sees the files of all others.
#   remediation:
#     text: >-
#       Make an access point with a folder for each application; the folder cannot be changed later.
#     cli: >-
#       aws efs create-access-point --file-system-id <file system> --posix-user Uid=1000,Gid=1000 --root-directory
#       Path=/app,CreationInfo={OwnerUid=1000,OwnerGid=1000,Permissions=750}
#     cloudformation: |
#       RootDirectory:
#         Path: /app
#     terraform: |
#       resource "aws_efs_access_point" "this" {
#         file_system_id = aws_efs_file_system.this.id
#         root_directory {
#           path = "/app"
#         }
#       }
#   resource_types: [AWS::EFS::AccessPoint]
#   frameworks:
#     fsbp: [EFS.3]
package pantheon.checks.efs.access_point_has_its_own_folder

import data.pantheon.lib
import rego.v1

skip if input.state in {"deleting", "failed"}

deny contains "It leads to the root of the file system." if {
	lib.get(input.properties, ["RootDirectory", "Path"], "/") == "/"
}
