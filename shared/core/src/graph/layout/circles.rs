//! Packs circles by a front chain, after Wang, Wang, Dai and Wang, "Visualization of large
//! hierarchical data by circle packing" (CHI 2006).
//!
//! The front chain is the closed line of circles around those already placed, against the clock.
//! The next circle is put outside the link of the chain that is nearest to the middle. If it would
//! overlap a circle of the chain, what lies between the two leaves the chain, and it is tried again.

/// A circle.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Circle {
    /// Its middle, to the right.
    pub x: f64,
    /// Its middle, upwards.
    pub y: f64,
    /// Its radius.
    pub r: f64,
}

impl Circle {
    fn distance(&self, other: &Self) -> f64 {
        (self.x - other.x).hypot(self.y - other.y)
    }

    /// Tells whether two circles share more than what the arithmetic is unsure of.
    fn overlaps(&self, other: &Self) -> bool {
        self.distance(other) < (self.r + other.r) * (1.0 - TOLERANCE)
    }

    /// Rounds to whole multiples of one over `steps`.
    pub(super) fn rounded(self, steps: f64) -> Self {
        let round = |length: f64| (length * steps).round() / steps;
        Self { x: round(self.x), y: round(self.y), r: round(self.r) }
    }
}

/// How far a circle may reach into another, as a share of the distance of their middles.
const TOLERANCE: f64 = 1e-9;

/// How often the middle of the circle around all is moved; each step halves less and less.
const STEPS: u32 = 64;

/// Circles that touch and do not overlap, around the origin.
pub(super) struct Packed {
    /// The middle of each circle.
    pub(super) centers: Vec<(f64, f64)>,
    /// The radius of a circle around the origin that holds them all.
    pub(super) radius: f64,
}

/// Packs circles with these radii, in this order.
pub(super) fn pack(radii: &[f64]) -> Packed {
    let mut circles: Vec<Circle> = radii.iter().map(|r| Circle { r: *r, ..Circle::default() }).collect();
    if let [first, second, ..] = &mut circles[..] {
        first.x = -first.r;
        second.x = second.r;
    }
    let front: Vec<usize> = if circles.len() > 2 { chain(&mut circles) } else { (0..circles.len()).collect() };
    let (x, y) = middle(&circles, &front);
    for circle in &mut circles {
        circle.x -= x;
        circle.y -= y;
    }
    let radius = circles.iter().map(|circle| circle.x.hypot(circle.y) + circle.r).fold(0.0, f64::max);
    Packed { centers: circles.iter().map(|circle| (circle.x, circle.y)).collect(), radius }
}

/// Places the third circle and all that follow; returns the chain that is left.
fn chain(circles: &mut [Circle]) -> Vec<usize> {
    circles[2] = beside(&circles[1], &circles[0], circles[2].r);
    let mut front = Front::new(circles);
    for new in 3..circles.len() {
        let (mut before, mut after) = front.nearest_link();
        loop {
            circles[new] = beside(&circles[before], &circles[after], circles[new].r);
            match front.obstacle(circles, before, after, new) {
                None => break,
                Some(Obstacle::Ahead(obstacle)) => after = obstacle,
                Some(Obstacle::Behind(obstacle)) => before = obstacle,
            }
        }
        front.insert(circles, before, new, after);
    }
    front.members()
}

/// Returns a circle that touches both others, to the right of the way from the first to the second.
fn beside(first: &Circle, second: &Circle, r: f64) -> Circle {
    let apart = first.distance(second).max(f64::MIN_POSITIVE);
    let (right, up) = ((second.x - first.x) / apart, (second.y - first.y) / apart);
    let (to_first, to_second) = (first.r + r, second.r + r);
    let along = (apart * apart + to_first * to_first - to_second * to_second) / (2.0 * apart);
    let across = (to_first * to_first - along * along).max(0.0).sqrt();
    Circle { x: first.x + along * right + across * up, y: first.y + along * up - across * right, r }
}

/// A circle of the chain that is in the way.
enum Obstacle {
    /// It comes after the link.
    Ahead(usize),
    /// It comes before the link.
    Behind(usize),
}

/// The front chain: who follows whom, and how far each link is from the middle.
struct Front {
    next: Vec<usize>,
    previous: Vec<usize>,
    from_middle: Vec<f64>,
    any: usize,
}

impl Front {
    /// Begins with the first three circles.
    fn new(circles: &[Circle]) -> Self {
        let unknown = vec![0; circles.len()];
        let mut front =
            Self { next: unknown.clone(), previous: unknown, from_middle: vec![0.0; circles.len()], any: 0 };
        for (one, other) in [(0, 1), (1, 2), (2, 0)] {
            front.link(circles, one, other);
        }
        front
    }

    fn link(&mut self, circles: &[Circle], one: usize, other: usize) {
        self.next[one] = other;
        self.previous[other] = one;
        // Where the two touch, or would.
        let (a, b) = (&circles[one], &circles[other]);
        let sum = a.r + b.r;
        self.from_middle[one] = ((a.x * b.r + b.x * a.r) / sum).hypot((a.y * b.r + b.y * a.r) / sum);
    }

    fn insert(&mut self, circles: &[Circle], before: usize, new: usize, after: usize) {
        self.link(circles, before, new);
        self.link(circles, new, after);
        self.any = new;
    }

    fn nearest_link(&self) -> (usize, usize) {
        let (mut nearest, mut at) = (self.any, self.next[self.any]);
        while at != self.any {
            if self.from_middle[at] < self.from_middle[nearest] {
                nearest = at;
            }
            at = self.next[at];
        }
        (nearest, self.next[nearest])
    }

    /// Finds the circle nearest to a link, along the chain, that a new circle there would overlap.
    fn obstacle(&self, circles: &[Circle], before: usize, after: usize, new: usize) -> Option<Obstacle> {
        let (mut ahead, mut behind) = (self.next[after], self.previous[before]);
        let (mut way_ahead, mut way_behind) = (circles[after].r, circles[before].r);
        // The two walks have met when the chain between them is empty.
        while ahead != self.next[behind] {
            if way_ahead <= way_behind {
                if circles[ahead].overlaps(&circles[new]) {
                    return Some(Obstacle::Ahead(ahead));
                }
                way_ahead += circles[ahead].r;
                ahead = self.next[ahead];
            } else {
                if circles[behind].overlaps(&circles[new]) {
                    return Some(Obstacle::Behind(behind));
                }
                way_behind += circles[behind].r;
                behind = self.previous[behind];
            }
        }
        None
    }

    fn members(&self) -> Vec<usize> {
        let mut members = vec![self.any];
        let mut at = self.next[self.any];
        while at != self.any {
            members.push(at);
            at = self.next[at];
        }
        members
    }
}

/// Finds about the middle of the smallest circle around all, after Bădoiu and Clarkson: from a
/// first guess, ever smaller steps towards whatever is farthest away.
fn middle(circles: &[Circle], front: &[usize]) -> (f64, f64) {
    let Some(first) = front.first() else { return (0.0, 0.0) };
    let mut at = Circle { r: 0.0, ..circles[*first] };
    for step in 1..=STEPS {
        let reach = |member: &usize| circles[*member].distance(&at) + circles[*member].r;
        let Some(farthest) = front.iter().max_by(|one, other| reach(one).total_cmp(&reach(other))) else { break };
        let circle = &circles[*farthest];
        let distance = circle.distance(&at);
        if distance > 0.0 {
            let stride = (distance + circle.r) / distance / f64::from(step + 1);
            at.x += (circle.x - at.x) * stride;
            at.y += (circle.y - at.y) * stride;
        }
    }
    (at.x, at.y)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn placed(radii: &[f64]) -> Vec<Circle> {
        let packed = pack(radii);
        let circles = packed.centers.iter().zip(radii).map(|((x, y), r)| Circle { x: *x, y: *y, r: *r });
        circles.collect()
    }

    fn check(radii: &[f64]) {
        let circles = placed(radii);
        let radius = pack(radii).radius;
        for (position, one) in circles.iter().enumerate() {
            assert!(one.x.hypot(one.y) + one.r <= radius * (1.0 + 1e-9), "{one:?} leaves {radius}");
            for other in &circles[..position] {
                assert!(one.distance(other) >= (one.r + other.r) * (1.0 - 1e-6), "{one:?} overlaps {other:?}");
            }
        }
    }

    #[test]
    fn packs_none_one_and_two() {
        check(&[]);
        check(&[3.0]);
        check(&[3.0, 1.0]);
        assert!((pack(&[3.0]).radius - 3.0).abs() < 1e-9);
        assert!(pack(&[1.0, 1.0]).radius < 2.1);
    }

    #[test]
    fn wastes_little() {
        let (packed, count) = (pack(&[1.0; 1_000]), 1_000.0);
        let filled = count / packed.radius.powi(2);

        assert!(filled > 0.75, "only {filled} of the circle is filled");
    }

    proptest! {
        #[test]
        fn nothing_overlaps_and_nothing_sticks_out(radii in prop::collection::vec(0.1_f64..20.0, 0..60)) {
            check(&radii);
        }

        #[test]
        fn nor_when_the_largest_come_first(mut radii in prop::collection::vec(0.1_f64..200.0, 0..200)) {
            radii.sort_by(|one, other| other.total_cmp(one));
            check(&radii);
        }

        #[test]
        fn nor_when_all_are_alike(count in 0_usize..400) {
            check(&vec![1.3; count]);
        }
    }
}
