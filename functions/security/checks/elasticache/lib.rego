# What checks of caches share.
package pantheon.lib.elasticache

import rego.v1

# Whether a cluster is a node of a replication group, which decides about most of it.
is_node if {
	input.type == "AWS::ElastiCache::CacheCluster"
	object.get(input.properties, "ReplicationGroupId", "") != ""
}

is_memcached if object.get(input.properties, "Engine", "") == "memcached"

# Whether a cache is being made or deleted, or could not be made.
is_unsettled if input.state in {"creating", "deleting", "failed"}
