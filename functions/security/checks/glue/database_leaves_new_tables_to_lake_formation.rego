# METADATA
# title: Glue databases leave new tables to Lake Formation
# description: >-
#   Looks whether new tables of a database are open to whatever identity policies allow, instead of to
#   grants of Lake Formation. Links to databases elsewhere are left out.
# custom:
#   severity: low
#   risk: >-
#     Grants that Lake Formation shows, by column and by tag, do not decide: whoever may call Glue reads
#     every new table.
#   remediation:
#     text: >-
#       Take IAMAllowedPrincipals out of the default permissions of the database, after granting what people
#       need.
#     cli: >-
#       aws glue update-database --name <database> --database-input
#       Name=<database>,CreateTableDefaultPermissions=[]
#     cloudformation: |
#       DatabaseInput:
#         CreateTableDefaultPermissions: []
#     terraform: |
#       resource "aws_glue_catalog_database" "this" {
#         name = "<database>"
#         create_table_default_permission {
#           permissions = []
#           principal {
#             data_lake_principal_identifier = ""
#           }
#         }
#       }
#   resource_types: [AWS::Glue::Database]
package pantheon.checks.glue.database_leaves_new_tables_to_lake_formation

import rego.v1

skip if input.properties.TargetDatabase

deny contains "New tables are open to all whom identity policies let in." if {
	some granted in object.get(input.properties, "DefaultPermissions", [])
	granted.Principal == "IAM_ALLOWED_PRINCIPALS"
	"ALL" in object.get(granted, "Permissions", [])
}
