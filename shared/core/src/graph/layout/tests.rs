use super::*;
use crate::graph::samples::{any_resources, at, graph};
use proptest::prelude::*;

/// Checks that nothing overlaps within a container and that nothing leaves it.
fn check(drawn: &Graph) {
    let layout = Layout::of(drawn);
    let mut held: Vec<Vec<Circle>> = vec![Vec::new(); layout.containers.len()];
    let mut accounts = Vec::new();
    for container in &layout.containers {
        match container.parent {
            Some(parent) => held[parent].push(container.circle),
            None => accounts.push(container.circle),
        }
    }
    for (at, _) in drawn.nodes() {
        let container = &layout.containers[layout.container_of(at)];
        if container.node() == Some(at) {
            assert_eq!(layout.circle(at), container.circle);
        } else {
            held[layout.container_of(at)].push(layout.circle(at));
        }
    }
    apart(&accounts);
    for (container, held) in layout.containers.iter().zip(&held) {
        apart(held);
        for circle in held {
            let reach = (circle.x - container.circle.x).hypot(circle.y - container.circle.y) + circle.r;
            assert!(reach <= container.circle.r, "{circle:?} leaves {container:?}");
        }
    }
}

fn apart(circles: &[Circle]) {
    for (position, one) in circles.iter().enumerate() {
        for other in &circles[..position] {
            let between = (one.x - other.x).hypot(one.y - other.y);
            assert!(between > one.r + other.r, "{one:?} overlaps {other:?}");
        }
    }
}

proptest! {
    #[test]
    fn nothing_overlaps_and_everything_is_inside(resources in any_resources()) {
        check(&graph(&resources));
    }

    #[test]
    fn does_not_depend_on_the_order_of_discovery(resources in any_resources()) {
        let mut distinct: std::collections::BTreeMap<_, _> = resources.into_iter().map(|r| (r.id.clone(), r)).collect();
        let forwards = graph(distinct.values());
        let backwards = graph(distinct.values().rev());
        prop_assert_eq!(Layout::of(&forwards), Layout::of(&backwards));
        distinct.clear();
        prop_assert_eq!(Layout::of(&graph(distinct.values())), Layout::default());
    }
}

#[test]
fn draws_guests_of_a_shared_subnet_at_home() {
    let vpc = "222222222222:eu-west-1:AWS.EC2.VPC:vpc".parse().unwrap();
    let subnet: crate::resource::ResourceId = "222222222222:eu-west-1:AWS.EC2.Subnet:subnet".parse().unwrap();
    let guest = "111111111111:eu-west-1:AWS.EC2.Instance:guest".parse().unwrap();
    let drawn = graph(&[at(guest, std::slice::from_ref(&subnet)), at(subnet, &[vpc])]);

    check(&drawn);
    let layout = Layout::of(&drawn);
    let container = &layout.containers[layout.container_of(NodeIndex::new(0))];
    assert_eq!(container.place, Place::Region("111111111111".parse().unwrap(), "eu-west-1".parse().unwrap()));
}
