# METADATA
# title: Database clusters upgrade to new minor versions by themselves
# description: >-
#   Looks at clusters that have such a switch of their own, which are those of Multi-AZ instances; in
#   others each instance has it.
# custom:
#   severity: medium
#   risk: >-
#     Known holes of the engine stay open until somebody remembers to upgrade.
#   remediation:
#     text: >-
#       Turn the automatic upgrade to minor versions on for the cluster.
#     cli: >-
#       aws rds modify-db-cluster --db-cluster-identifier <cluster> --auto-minor-version-upgrade
#     cloudformation: |
#       AutoMinorVersionUpgrade: true
#   resource_types: [AWS::RDS::DBCluster]
#   frameworks:
#     fsbp: [RDS.35]
package pantheon.checks.rds.cluster_upgrades_minor_versions

import data.pantheon.lib.rds
import rego.v1

skip if rds.comes_or_goes

skip if object.get(input.properties, "AutoMinorVersionUpgrade", null) == null

deny contains "New minor versions are not installed by themselves." if not input.properties.AutoMinorVersionUpgrade
