"""Makes what applications consist of: queues, topics, rules, workflows, containers, caches and data services.

Everything is made through the services' own APIs, as the local AWS keeps more of it there than in CloudFormation.
"""

from __future__ import annotations

import json
from typing import Any, Callable, Iterator

from .clients import pages
from .making import Making
from .model import Declared

Made = tuple[str, bool]


def _camel(value: Any) -> Any:
    """Writes names as ECS, EKS and Step Functions do: `TaskRoleArn` becomes `taskRoleArn`."""
    if isinstance(value, list):
        return [_camel(item) for item in value]
    if isinstance(value, dict):
        return {key[0].lower() + key[1:]: _camel(item) for key, item in value.items()}
    return value


def _texts(properties: dict[str, Any]) -> dict[str, str]:
    """Writes attributes as SQS and SNS take them: as text, documents as JSON."""
    return {key: value if isinstance(value, str) else json.dumps(value) for key, value in properties.items()}


def _camel_tags(making: Making, resource: Declared) -> list[dict[str, str]]:
    return [{"key": tag["Key"], "value": tag["Value"]} for tag in making.tags(resource)]


def queue(making: Making, resource: Declared, properties: dict[str, Any]) -> Made:
    sqs = making.client("sqs")
    if resource.name in queues(sqs):
        return resource.name, False
    sqs.create_queue(QueueName=resource.name, Attributes=_texts(properties), tags=making.tag_map(resource))
    return resource.name, True


def topic(making: Making, resource: Declared, properties: dict[str, Any]) -> Made:
    sns = making.client("sns")
    for existing in topics(sns):
        if existing.endswith(f":{resource.name}"):
            return existing, False
    made = sns.create_topic(Name=resource.name, Attributes=_texts(properties), Tags=making.tags(resource))
    return made["TopicArn"], True


def subscription(making: Making, resource: Declared, properties: dict[str, Any]) -> Made:
    sns = making.client("sns")
    for existing in pages(sns, "list_subscriptions", "Subscriptions"):
        if existing["TopicArn"] == properties["TopicArn"] and existing["Endpoint"] == properties["Endpoint"]:
            return existing["SubscriptionArn"], False
    wanted = {key: properties.pop(key) for key in ("TopicArn", "Protocol", "Endpoint")}
    made = sns.subscribe(**wanted, Attributes=_texts(properties), ReturnSubscriptionArn=True)
    return made["SubscriptionArn"], True


def event_bus(making: Making, resource: Declared, properties: dict[str, Any]) -> Made:
    events = making.client("events")
    if resource.name in set(event_buses(events)):
        return resource.name, False
    events.create_event_bus(Name=resource.name, Tags=making.tags(resource), **properties)
    return resource.name, True


def rule(making: Making, resource: Declared, properties: dict[str, Any]) -> Made:
    events = making.client("events")
    bus = properties.get("EventBusName", "default")
    identifier = resource.name if bus == "default" else f"{bus}|{resource.name}"
    if identifier in set(rules(events)):
        return identifier, False
    targets = properties.pop("Targets", [])
    if pattern := properties.get("EventPattern"):
        properties["EventPattern"] = json.dumps(pattern)
    events.put_rule(Name=resource.name, Tags=making.tags(resource), **properties)
    if targets:
        events.put_targets(Rule=resource.name, EventBusName=bus, Targets=targets)
    return identifier, True


def state_machine(making: Making, resource: Declared, properties: dict[str, Any]) -> Made:
    states = making.client("stepfunctions")
    for existing in pages(states, "list_state_machines", "stateMachines"):
        if existing["name"] == resource.name:
            return existing["stateMachineArn"], False
    definition = json.dumps(properties.pop("Definition"))
    tags = _camel_tags(making, resource)
    made = states.create_state_machine(name=resource.name, definition=definition, tags=tags, **_camel(properties))
    return made["stateMachineArn"], True


def ecs_cluster(making: Making, resource: Declared, properties: dict[str, Any]) -> Made:
    ecs = making.client("ecs")
    if any(arn.endswith(f"/{resource.name}") for arn in pages(ecs, "list_clusters", "clusterArns")):
        return resource.name, False
    ecs.create_cluster(clusterName=resource.name, tags=_camel_tags(making, resource), **_camel(properties))
    return resource.name, True


def task_definition(making: Making, resource: Declared, properties: dict[str, Any]) -> Made:
    ecs = making.client("ecs")
    for arn in pages(ecs, "list_task_definitions", "taskDefinitionArns", familyPrefix=resource.name):
        return arn, False
    tags = _camel_tags(making, resource)
    made = ecs.register_task_definition(family=resource.name, tags=tags, **_camel(properties))
    return made["taskDefinition"]["taskDefinitionArn"], True


def ecs_service(making: Making, resource: Declared, properties: dict[str, Any]) -> Made:
    ecs = making.client("ecs")
    for arn in pages(ecs, "list_services", "serviceArns", cluster=properties["Cluster"]):
        if arn.endswith(f"/{resource.name}"):
            return arn, False
    tags = _camel_tags(making, resource)
    made = ecs.create_service(serviceName=resource.name, tags=tags, **_camel(properties))
    return made["service"]["serviceArn"], True


def eks_cluster(making: Making, resource: Declared, properties: dict[str, Any]) -> Made:
    eks = making.client("eks")
    if resource.name in set(pages(eks, "list_clusters", "clusters")):
        return resource.name, False
    eks.create_cluster(name=resource.name, tags=making.tag_map(resource), **_camel(properties))
    return resource.name, True


def nodegroup(making: Making, resource: Declared, properties: dict[str, Any]) -> Made:
    eks = making.client("eks")
    identifier = f"{properties['ClusterName']}/{resource.name}"
    if identifier in set(nodegroups(eks)):
        return identifier, False
    eks.create_nodegroup(nodegroupName=resource.name, tags=making.tag_map(resource), **_camel(properties))
    return identifier, True


def cache_subnet_group(making: Making, resource: Declared, properties: dict[str, Any]) -> Made:
    caches = making.client("elasticache")
    existing = pages(caches, "describe_cache_subnet_groups", "CacheSubnetGroups")
    if resource.name in {group["CacheSubnetGroupName"] for group in existing}:
        return resource.name, False
    caches.create_cache_subnet_group(CacheSubnetGroupName=resource.name, Tags=making.tags(resource), **properties)
    return resource.name, True


def cache_cluster(making: Making, resource: Declared, properties: dict[str, Any]) -> Made:
    caches = making.client("elasticache")
    existing = pages(caches, "describe_cache_clusters", "CacheClusters")
    if resource.name in {cluster["CacheClusterId"] for cluster in existing}:
        return resource.name, False
    caches.create_cache_cluster(CacheClusterId=resource.name, Tags=making.tags(resource), **properties)
    return resource.name, True


def replication_group(making: Making, resource: Declared, properties: dict[str, Any]) -> Made:
    caches = making.client("elasticache")
    existing = pages(caches, "describe_replication_groups", "ReplicationGroups")
    if resource.name in {group["ReplicationGroupId"] for group in existing}:
        return resource.name, False
    caches.create_replication_group(ReplicationGroupId=resource.name, Tags=making.tags(resource), **properties)
    return resource.name, True


def search_domain(making: Making, resource: Declared, properties: dict[str, Any]) -> Made:
    search = making.client("opensearch")
    if resource.name in {domain["DomainName"] for domain in search.list_domain_names()["DomainNames"]}:
        return resource.name, False
    if policy := properties.get("AccessPolicies"):
        properties["AccessPolicies"] = json.dumps(policy)
    search.create_domain(DomainName=resource.name, TagList=making.tags(resource), **properties)
    return resource.name, True


def glue_database(making: Making, resource: Declared, properties: dict[str, Any]) -> Made:
    glue = making.client("glue")
    if resource.name in {database["Name"] for database in pages(glue, "get_databases", "DatabaseList")}:
        return resource.name, False
    tags = making.tag_map(resource)
    glue.create_database(DatabaseInput={"Name": resource.name, **properties}, **({"Tags": tags} if tags else {}))
    return resource.name, True


def glue_job(making: Making, resource: Declared, properties: dict[str, Any]) -> Made:
    glue = making.client("glue")
    if resource.name in {job["Name"] for job in pages(glue, "get_jobs", "Jobs")}:
        return resource.name, False
    glue.create_job(Name=resource.name, Tags=making.tag_map(resource), **properties)
    return resource.name, True


def crawler(making: Making, resource: Declared, properties: dict[str, Any]) -> Made:
    glue = making.client("glue")
    if resource.name in {crawler["Name"] for crawler in pages(glue, "get_crawlers", "Crawlers")}:
        return resource.name, False
    glue.create_crawler(Name=resource.name, Tags=making.tag_map(resource), **properties)
    return resource.name, True


def work_group(making: Making, resource: Declared, properties: dict[str, Any]) -> Made:
    athena = making.client("athena")
    if resource.name in {group["Name"] for group in athena.list_work_groups()["WorkGroups"]}:
        return resource.name, False
    athena.create_work_group(Name=resource.name, Tags=making.tags(resource), **properties)
    return resource.name, True


def data_catalog(making: Making, resource: Declared, properties: dict[str, Any]) -> Made:
    athena = making.client("athena")
    if resource.name in {catalog["CatalogName"] for catalog in athena.list_data_catalogs()["DataCatalogsSummary"]}:
        return resource.name, False
    athena.create_data_catalog(Name=resource.name, Tags=making.tags(resource), **properties)
    return resource.name, True


MAKERS: dict[str, Callable[[Making, Declared, dict[str, Any]], Made]] = {
    "AWS::SQS::Queue": queue,
    "AWS::SNS::Topic": topic,
    "AWS::SNS::Subscription": subscription,
    "AWS::Events::EventBus": event_bus,
    "AWS::Events::Rule": rule,
    "AWS::StepFunctions::StateMachine": state_machine,
    "AWS::ECS::Cluster": ecs_cluster,
    "AWS::ECS::TaskDefinition": task_definition,
    "AWS::ECS::Service": ecs_service,
    "AWS::EKS::Cluster": eks_cluster,
    "AWS::EKS::Nodegroup": nodegroup,
    "AWS::ElastiCache::SubnetGroup": cache_subnet_group,
    "AWS::ElastiCache::CacheCluster": cache_cluster,
    "AWS::ElastiCache::ReplicationGroup": replication_group,
    "AWS::OpenSearchService::Domain": search_domain,
    "AWS::Glue::Database": glue_database,
    "AWS::Glue::Job": glue_job,
    "AWS::Glue::Crawler": crawler,
    "AWS::Athena::WorkGroup": work_group,
    "AWS::Athena::DataCatalog": data_catalog,
}


# How to list each type: its service, operation, path to the items and key of the identifier.
REGIONAL: dict[str, tuple[str, str, str, str]] = {
    "AWS::StepFunctions::StateMachine": ("stepfunctions", "list_state_machines", "stateMachines", "stateMachineArn"),
    "AWS::ElastiCache::SubnetGroup": ("elasticache", "describe_cache_subnet_groups", "CacheSubnetGroups", "CacheSubnetGroupName"),
    "AWS::ElastiCache::CacheCluster": ("elasticache", "describe_cache_clusters", "CacheClusters", "CacheClusterId"),
    "AWS::ElastiCache::ReplicationGroup": ("elasticache", "describe_replication_groups", "ReplicationGroups", "ReplicationGroupId"),
    "AWS::OpenSearchService::Domain": ("opensearch", "list_domain_names", "DomainNames", "DomainName"),
    "AWS::Glue::Database": ("glue", "get_databases", "DatabaseList", "Name"),
    "AWS::Glue::Job": ("glue", "get_jobs", "Jobs", "Name"),
    "AWS::Glue::Crawler": ("glue", "get_crawlers", "Crawlers", "Name"),
    "AWS::Athena::WorkGroup": ("athena", "list_work_groups", "WorkGroups", "Name"),
    "AWS::Athena::DataCatalog": ("athena", "list_data_catalogs", "DataCatalogsSummary", "CatalogName"),
}


def queues(sqs: Any) -> set[str]:
    return {url.rsplit("/", 1)[1] for url in pages(sqs, "list_queues", "QueueUrls")}


def topics(sns: Any) -> Iterator[str]:
    yield from (topic["TopicArn"] for topic in pages(sns, "list_topics", "Topics"))


def subscriptions(sns: Any) -> Iterator[str]:
    """What nobody has confirmed has no name of its own."""
    for subscription in pages(sns, "list_subscriptions", "Subscriptions"):
        if subscription["SubscriptionArn"].startswith("arn:"):
            yield subscription["SubscriptionArn"]


def event_buses(events: Any) -> Iterator[str]:
    yield from (bus["Name"] for bus in events.list_event_buses()["EventBuses"])


def rules(events: Any) -> Iterator[str]:
    for bus in event_buses(events):
        for rule in pages(events, "list_rules", "Rules", EventBusName=bus):
            yield rule["Name"] if bus == "default" else f"{bus}|{rule['Name']}"


def ecs_clusters(ecs: Any) -> Iterator[str]:
    yield from (arn.rsplit("/", 1)[1] for arn in pages(ecs, "list_clusters", "clusterArns"))


def ecs_services(ecs: Any) -> Iterator[str]:
    for cluster in ecs_clusters(ecs):
        yield from pages(ecs, "list_services", "serviceArns", cluster=cluster)


def task_definitions(ecs: Any) -> set[str]:
    """The latest active revision of each family, and what services run."""
    families = pages(ecs, "list_task_definition_families", "families", status="ACTIVE")
    wanted = {ecs.describe_task_definition(taskDefinition=family)["taskDefinition"]["taskDefinitionArn"] for family in families}
    for cluster in ecs_clusters(ecs):
        for arn in pages(ecs, "list_services", "serviceArns", cluster=cluster):
            (service,) = ecs.describe_services(cluster=cluster, services=[arn])["services"]
            wanted.add(service["taskDefinition"])
    return wanted


def eks_clusters(eks: Any) -> Iterator[str]:
    yield from pages(eks, "list_clusters", "clusters")


def nodegroups(eks: Any) -> Iterator[str]:
    for cluster in eks_clusters(eks):
        for name in pages(eks, "list_nodegroups", "nodegroups", clusterName=cluster):
            yield f"{cluster}/{name}"


IRREGULAR: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "AWS::SQS::Queue": ("sqs", queues),
    "AWS::SNS::Topic": ("sns", topics),
    "AWS::SNS::Subscription": ("sns", subscriptions),
    "AWS::Events::EventBus": ("events", event_buses),
    "AWS::Events::Rule": ("events", rules),
    "AWS::ECS::Cluster": ("ecs", ecs_clusters),
    "AWS::ECS::Service": ("ecs", ecs_services),
    "AWS::ECS::TaskDefinition": ("ecs", task_definitions),
    "AWS::EKS::Cluster": ("eks", eks_clusters),
    "AWS::EKS::Nodegroup": ("eks", nodegroups),
}
