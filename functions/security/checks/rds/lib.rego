# What checks of RDS, Aurora, DocumentDB and Neptune share.
package pantheon.lib.rds

import rego.v1

engine := object.get(input.properties, "Engine", "")

default family := "other"

family := "aurora-mysql" if engine in {"aurora", "aurora-mysql"}

family := "oracle" if startswith(engine, "oracle-")

family := "sqlserver" if startswith(engine, "sqlserver-")

family := "sqlserver" if startswith(engine, "custom-sqlserver-")

family := "oracle" if startswith(engine, "custom-oracle-")

family := "db2" if startswith(engine, "db2-")

family := engine if engine in {"aurora-postgresql", "docdb", "mariadb", "mysql", "neptune", "postgres"}

# Whether an instance belongs to a cluster, which decides about most of it.
in_cluster if object.get(input.properties, "DBClusterIdentifier", "") != ""

# Whether an instance copies another one, which decides about its data.
is_replica if object.get(input.properties, "SourceDBInstanceIdentifier", "") != ""

# Whether a database is being made or deleted.
comes_or_goes if input.state in {"creating", "deleting"}

# The kinds of logs that are sent to CloudWatch.
exported := {log | some log in object.get(input.properties, "EnableCloudwatchLogsExports", [])}
