//! What comes of what was sold, after four weeks of a newsroom's traffic.

#[path = "../../benches/ads/simulation.rs"]
mod simulation;

use simulation::{Course, Weeks};

fn is_near(value: f64, wanted: f64, by: f64) -> bool {
    (value / wanted - 1.0).abs() <= by
}

/// Every promise is kept, to within the bounds that buyers are told.
fn check(courses: &[Course]) {
    let of = |name: &str| courses.iter().find(|one| one.name == name).unwrap();
    for course in courses {
        if let Some(goal) = course.goal {
            assert!(
                course.delivered <= goal,
                "{}: {} of {goal}",
                course.name,
                course.delivered
            );
            let is_met = is_near(course.delivered as f64, goal as f64, 0.02);
            assert!(is_met, "{}: {} of {goal}", course.name, course.delivered);
        }
    }
    for (name, share) in [("sponsor 30 %", 0.30), ("sponsor 25 %", 0.25)] {
        let had = of(name).won as f64 / of(name).chances as f64;
        assert!(is_near(had, share, 0.01), "{name}: {had}");
    }
    // In the half of the readers that comes first, five eighths are delivered.
    let front = of("standard, frontloaded");
    let half = front.planned.iter().position(|part| *part >= 0.5).unwrap();
    let part = front.by_hour[half] as f64 / front.goal.unwrap() as f64;
    assert!(is_near(part, 0.625, 0.03), "frontloaded: {part}");
    let asap = of("standard, as soon as possible");
    assert!(
        asap.by_hour[10 * 24] >= asap.goal.unwrap() * 98 / 100,
        "{:?}",
        asap.by_hour[10 * 24]
    );
}

#[test]
fn one_node_keeps_every_promise_over_four_weeks() {
    check(&Weeks::live(1));
}

#[test]
fn two_nodes_keep_every_promise_over_four_weeks() {
    check(&Weeks::live(2));
}
