//! The four weeks as a picture.

use std::fmt::Write;

use crate::simulation::Course;

const WIDTH: f64 = 960.0;
const HEIGHT: f64 = 420.0;
const COLOURS: [&str; 8] = [
    "#1b6ca8", "#c0392b", "#1e8449", "#b9770e", "#7d3c98", "#117a65", "#5d6d7e", "#a04000",
];

/// Draws how each line item came to its goal; dotted: its plan, were the traffic as expected.
pub fn svg(courses: &[Course]) -> Result<String, std::fmt::Error> {
    let mut svg = String::new();
    writeln!(
        svg,
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="-60 -50 {} {}" font-family="sans-serif" font-size="13">"#,
        WIDTH + 330.0,
        HEIGHT + 100.0
    )?;
    writeln!(
        svg,
        r##"<rect x="-60" y="-50" width="100%" height="100%" fill="#fff"/>"##
    )?;
    writeln!(
        svg,
        r#"<text x="0" y="-22" font-size="16">Delivered of the goal, over 28 simulated days</text>"#
    )?;
    axes(&mut svg)?;
    let with_goal = courses
        .iter()
        .filter_map(|course| Some((course, course.goal?)));
    for ((course, goal), (n, colour)) in with_goal.zip((0..).zip(COLOURS)) {
        let done = course
            .by_hour
            .iter()
            .map(|units| *units as f64 / goal as f64);
        line(&mut svg, done, colour, "")?;
        if course.name.contains("even") || course.name.contains("weeks") {
            line(
                &mut svg,
                course.planned.iter().copied(),
                colour,
                r#" stroke-dasharray="2 4""#,
            )?;
        }
        let y = 12.0 + f64::from(n) * 22.0;
        let share = course.delivered as f64 / goal as f64 * 100.0;
        writeln!(
            svg,
            r#"<text x="{}" y="{y}" fill="{colour}">{} · {share:.1} %</text>"#,
            WIDTH + 16.0,
            course.name
        )?;
    }
    svg.push_str("</svg>\n");
    Ok(svg)
}

fn axes(svg: &mut String) -> std::fmt::Result {
    for quarter in 0..=4 {
        let y = HEIGHT * (1.0 - f64::from(quarter) / 4.0);
        writeln!(svg, r##"<path d="M0 {y}H{WIDTH}" stroke="#ddd"/>"##)?;
        writeln!(
            svg,
            r#"<text x="-10" y="{}" text-anchor="end">{} %</text>"#,
            y + 4.0,
            quarter * 25
        )?;
    }
    for week in 0..=4 {
        let x = WIDTH * f64::from(week) / 4.0;
        writeln!(svg, r##"<path d="M{x} 0V{HEIGHT}" stroke="#ddd"/>"##)?;
        writeln!(
            svg,
            r#"<text x="{x}" y="{}" text-anchor="middle">day {}</text>"#,
            HEIGHT + 22.0,
            week * 7
        )?;
    }
    Ok(())
}

fn line(
    svg: &mut String,
    parts: impl Iterator<Item = f64>,
    colour: &str,
    more: &str,
) -> std::fmt::Result {
    write!(
        svg,
        r#"<polyline fill="none" stroke="{colour}" stroke-width="1.5"{more} points=""#
    )?;
    for (hour, part) in parts.enumerate().step_by(4) {
        let x = (hour + 1) as f64 / (28.0 * 24.0) * WIDTH;
        write!(svg, "{x:.0},{:.1} ", (1.0 - part) * HEIGHT)?;
    }
    writeln!(svg, r#""/>"#)
}
