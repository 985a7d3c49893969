# METADATA
# title: EFS access points say as which user their clients act
# description: >-
#   Looks whether the access point puts a user of its own in the place of the one that a client claims to be.
# custom:
#   severity: medium
#   risk: >-
#     NFS believes whatever number a client gives: who is root on a client is root on the files.
#   remediation:
#     text: >-
#       Make an access point with a user; it cannot be added later.
#     cli: >-
#       aws efs create-access-point --file-system-id <file system> --posix-user Uid=1000,Gid=1000 --root-directory
#       Path=/app
#     cloudformation: |
#       PosixUser:
#         Uid: "1000"
#         Gid: "1000"
#     terraform: |
#       resource "aws_efs_access_point" "this" {
#         file_system_id = aws_efs_file_system.this.id
#         posix_user {
#           uid = 1000
#           gid = 1000
#         }
#       }
#   resource_types: [AWS::EFS::AccessPoint]
#   frameworks:
#     fsbp: [EFS.4]
package pantheon.checks.efs.access_point_names_its_user

import data.pantheon.lib
import rego.v1

skip if input.state in {"deleting", "failed"}

deny contains "Its clients act as whoever they claim to be." if not is_number(uid)

deny contains "Its clients act as root." if uid == 0

uid := lib.get(input.properties, ["PosixUser", "Uid"], null)
