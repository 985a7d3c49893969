# METADATA
# title: RDS databases are not publicly accessible
# description: >-
#   Looks whether an instance, or a cluster of Multi-AZ instances, has an address on the internet.
# custom:
#   severity: high
#   risk: >-
#     Only a security group stands between the database and the internet: one rule too wide and anybody
#     can try passwords and exploits on it.
#   remediation:
#     text: >-
#       Turn public access off, after making sure that clients reach the database from within the network,
#       through a VPN or with Session Manager.
#     cli: >-
#       aws rds modify-db-instance --db-instance-identifier <instance> --no-publicly-accessible
#       --apply-immediately
#     cloudformation: |
#       PubliclyAccessible: false
#     terraform: |
#       resource "aws_db_instance" "this" {
#         publicly_accessible = false
#       }
#   resource_types: [AWS::RDS::DBCluster, AWS::RDS::DBInstance]
#   frameworks:
#     cis_3.0: ["2.3.3"]
#     cis_5.0: ["2.2.3"]
#     cis_7.0: ["3.2.3"]
#     fsbp: [RDS.2]
package pantheon.checks.rds.instance_is_not_public

import data.pantheon.lib.rds
import rego.v1

skip if rds.comes_or_goes

deny contains "The database is publicly accessible." if input.properties.PubliclyAccessible == true
