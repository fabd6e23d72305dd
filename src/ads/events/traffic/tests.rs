use uuid::Uuid;

use super::super::domain::Facets;
use super::super::token::Door;
use super::*;
use crate::platform::ids::{CreativeId, DecisionId, LineItemId, PlacementId, VariantId};
use crate::vocabulary::AdEventKind;

const NOW: Instant = Instant(1_783_756_680_000);
const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

fn claims(device: DeviceClass) -> Claims {
    let id = Uuid::from_u128(1);
    Claims {
        door: Door::Event(AdEventKind::Impression),
        decision: DecisionId(id),
        facets: Facets {
            line_item: Some(LineItemId(id)),
            creative: Some(CreativeId(id)),
            placement: PlacementId(id),
            locale: "uk".parse().unwrap(),
            section: None,
            article_kind: None,
            device,
        },
        variant: VariantId(id),
        visitor: None,
        issued: NOW,
        expires: NOW.plus_ms(validity_ms(device)),
        is_staff: false,
    }
}

fn signs(agent: &str) -> Signs {
    Signs {
        user_agent: Some(agent.to_owned()),
        peer: "198.51.100.7".parse().ok(),
        ..Signs::default()
    }
}

fn found(claims: &Claims, signs: &Signs, at: Instant) -> Option<InvalidReason> {
    let networks = Networks::parse("203.0.113.0/24 # a cloud\n2001:db8::/32\n").unwrap();
    check(claims, signs, (&networks, &Rates::default()), (at, at))
}

#[test]
fn a_reader_with_a_browser_counts() {
    let agents = [
        FIREFOX,
        "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 \
         (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
         Chrome/144.0.0.0 Safari/537.36",
    ];
    for agent in agents {
        assert_eq!(
            found(&claims(DeviceClass::Desktop), &signs(agent), NOW),
            None,
            "{agent}"
        );
    }
}

#[test]
fn each_rule_has_its_reason() {
    let web = claims(DeviceClass::MobileWeb);
    let reader = signs(FIREFOX);
    let staff = Claims {
        is_staff: true,
        ..web
    };
    let ahead = Signs {
        is_ahead: true,
        ..reader.clone()
    };
    let unseen = Signs {
        is_unseen: true,
        ..reader.clone()
    };
    let cloud = Signs {
        peer: "203.0.113.9".parse().ok(),
        ..reader.clone()
    };
    let robot = signs("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)");
    let (library, nobody) = (signs("NetNews/3.1"), Signs::default());
    let before = NOW.plus_ms(-CLOCKS_MS - 1);
    let table = [
        (&staff, &reader, NOW, InvalidReason::Staff),
        (&web, &ahead, NOW, InvalidReason::Prefetch),
        (&web, &robot, NOW, InvalidReason::Robot),
        (&web, &library, NOW, InvalidReason::NotABrowser),
        (&web, &nobody, NOW, InvalidReason::NotABrowser),
        (&web, &cloud, NOW, InvalidReason::DataCentre),
        (&web, &unseen, NOW, InvalidReason::Unseen),
        (&web, &reader, before, InvalidReason::BeforeDecision),
        (&web, &reader, web.expires, InvalidReason::Expired),
    ];
    for (claims, signs, at, reason) in table {
        assert_eq!(found(claims, signs, at), Some(reason), "{signs:?}");
    }
    assert_eq!(found(&web, &reader, web.expires.plus_ms(-1)), None);
    assert_eq!(found(&web, &reader, NOW.plus_ms(-CLOCKS_MS)), None);
}

#[test]
fn an_app_calls_itself_what_it_likes_and_has_a_day() {
    let app = claims(DeviceClass::App);

    let late = NOW.plus_ms(23 * HOUR_MS);
    assert_eq!(found(&app, &signs("masthead-pocket/4"), late), None);
    assert_eq!(found(&app, &Signs::default(), late), None);
}

#[test]
fn a_flood_of_one_visitor_or_network_stops_counting_until_the_span_is_over() {
    let (networks, rates) = (Networks::default(), Rates::default());
    let visitor = Claims {
        visitor: Some(7),
        ..claims(DeviceClass::Desktop)
    };
    let nobody = claims(DeviceClass::Desktop);
    let ask =
        |claims: &Claims, now| check(claims, &signs(FIREFOX), (&networks, &rates), (now, now));
    for _ in 0..PER_VISITOR {
        assert_eq!(ask(&visitor, NOW), None);
    }
    assert_eq!(ask(&visitor, NOW), Some(InvalidReason::TooMany));
    assert_eq!(ask(&nobody, NOW), None);
    for _ in PER_VISITOR + 2..PER_NETWORK {
        assert_eq!(ask(&nobody, NOW), None);
    }
    assert_eq!(ask(&nobody, NOW), Some(InvalidReason::TooMany));

    assert_eq!(ask(&visitor, NOW.plus_ms(SPAN_MS)), None);
}
