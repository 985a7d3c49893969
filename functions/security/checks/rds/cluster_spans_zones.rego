# METADATA
# title: Database clusters span several zones
# description: >-
#   Looks whether a cluster of Aurora, RDS, DocumentDB or Neptune has instances in more than one zone.
#   Aurora Serverless v1, which has no instances, is left out.
# custom:
#   severity: low
#   risk: >-
#     When the zone fails, nothing takes over until a new instance has been made.
#   remediation:
#     text: >-
#       Add a reader in another zone to the cluster.
#     cli: >-
#       aws rds create-db-instance --db-cluster-identifier <cluster> --db-instance-identifier <reader>
#       --engine <engine> --db-instance-class <class> --availability-zone <zone>
#     terraform: |
#       resource "aws_rds_cluster_instance" "reader" {
#         cluster_identifier = aws_rds_cluster.this.id
#         engine             = aws_rds_cluster.this.engine
#         instance_class     = "db.r6g.large"
#         availability_zone  = "<another zone>"
#       }
#   resource_types: [AWS::RDS::DBCluster]
#   frameworks:
#     cis_5.0: ["2.2.4"]
#     cis_7.0: ["3.2.4"]
#     fsbp: [RDS.15, Neptune.9]
package pantheon.checks.rds.cluster_spans_zones

import data.pantheon.lib.rds
import rego.v1

skip if rds.comes_or_goes

skip if object.get(input.properties, "EngineMode", "") == "serverless"

deny contains "All instances are in one zone." if not input.properties.MultiAZ
