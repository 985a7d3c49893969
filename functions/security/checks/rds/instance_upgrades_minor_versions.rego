# METADATA
# title: RDS instances upgrade to new minor versions by themselves
# description: >-
#   Looks whether new minor versions of the engine are installed in the maintenance window. DocumentDB,
#   which has no such switch, is left out.
# custom:
#   severity: medium
#   risk: >-
#     Known holes of the engine stay open until somebody remembers to upgrade.
#   remediation:
#     text: >-
#       Turn the automatic upgrade to minor versions on, and choose a maintenance window that suits the
#       clients.
#     cli: >-
#       aws rds modify-db-instance --db-instance-identifier <instance> --auto-minor-version-upgrade
#     cloudformation: |
#       AutoMinorVersionUpgrade: true
#     terraform: |
#       resource "aws_db_instance" "this" {
#         auto_minor_version_upgrade = true
#       }
#   resource_types: [AWS::RDS::DBInstance]
#   frameworks:
#     cis_3.0: ["2.3.2"]
#     cis_5.0: ["2.2.2"]
#     cis_7.0: ["3.2.2"]
#     fsbp: [RDS.13]
package pantheon.checks.rds.instance_upgrades_minor_versions

import data.pantheon.lib.rds
import rego.v1

skip if rds.family == "docdb"

skip if rds.comes_or_goes

deny contains "New minor versions are not installed by themselves." if not input.properties.AutoMinorVersionUpgrade
