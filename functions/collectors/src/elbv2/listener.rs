//! Listeners, from `DescribeListeners`, and the further certificates of encrypted ones, from
//! `DescribeListenerCertificates`.

use super::{Context, NO_CERTIFICATES, action, load_balancer};
use crate::{
    arn,
    document::{Document, sorted},
    listing::{list_each, read_or_note},
    tagged::Tagged,
};
use aws_sdk_elasticloadbalancingv2::types::Listener;
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
};
use serde_json::{Value, json};

pub(super) const TYPE: TypeName = TypeName::new("AWS::ElasticLoadBalancingV2::Listener");

pub(super) async fn list(context: &Context, scope: &Scope) -> Listing {
    let listeners = context.listeners().await.clone();
    let tagged = &context.tags(listeners.0.iter().filter_map(|listener| listener.listener_arn.clone())).await;
    let operation = "elasticloadbalancing:DescribeListeners";
    list_each(TYPE, operation, listeners, |listener| read(context, scope, tagged, listener)).await
}

async fn read(context: &Context, scope: &Scope, tagged: &Tagged, listener: Listener) -> Option<Document> {
    let arn = listener.listener_arn()?;
    let mut document = tagged.put(document(scope, arn, &listener), arn);
    if listener.certificates().is_empty() {
        return Some(document);
    }

    let operation = "elasticloadbalancing:DescribeListenerCertificates";
    let mut pages = context.client.describe_listener_certificates().listener_arn(arn).into_paginator().items().send();
    let mut further = Vec::new();
    while let Some(certificate) = pages.next().await {
        match read_or_note(&mut document, "AdditionalCertificates", operation, NO_CERTIFICATES, certificate) {
            Some(certificate) => further.push(certificate),
            None => break,
        }
    }
    further.retain(|certificate| certificate.is_default() != Some(true));
    let further: Vec<&str> = further.iter().filter_map(|certificate| certificate.certificate_arn()).collect();
    document.property("AdditionalCertificates", sorted(&further));
    Some(document.needs(further.into_iter().filter_map(arn::resource)))
}

fn document(scope: &Scope, arn: &str, listener: &Listener) -> Document {
    let trust = listener.mutual_authentication().and_then(|mutual| mutual.trust_store_arn());
    let named = listener.load_balancer_arn().into_iter().chain(certificates(listener)).chain(trust);
    Document::new(TYPE, scope, arn)
        .arn(Some(arn))
        .name(name(listener).as_deref())
        .needs(named.filter_map(arn::resource))
        .needs(action::needed(listener.default_actions()))
        .properties(properties(listener))
}

/// Nobody gives listeners a name, so they go by their load balancer and port.
fn name(listener: &Listener) -> Option<String> {
    let balancer = load_balancer::name_in(listener.load_balancer_arn()?)?;
    Some(match listener.port() {
        Some(port) => format!("{balancer}:{port}"),
        None => balancer.to_owned(),
    })
}

fn properties(listener: &Listener) -> Value {
    json!({
        "AlpnPolicy": sorted(listener.alpn_policy()),
        "Certificates": sorted(certificates(listener)),
        "DefaultActions": action::actions(listener.default_actions()),
        "LoadBalancerArn": listener.load_balancer_arn(),
        "MutualAuthentication": listener.mutual_authentication().map(|mutual| json!({
            "IgnoreClientCertificateExpiry": mutual.ignore_client_certificate_expiry(),
            "Mode": mutual.mode(),
            "TrustStoreArn": mutual.trust_store_arn(),
        })),
        "Port": listener.port(),
        "Protocol": listener.protocol().map(|protocol| protocol.as_str()),
        "SslPolicy": listener.ssl_policy(),
    })
}

fn certificates(listener: &Listener) -> impl Iterator<Item = &str> {
    listener.certificates().iter().filter_map(|certificate| certificate.certificate_arn())
}
