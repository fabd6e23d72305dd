//! Caps of a visitor.

use masthead::ads::engine::Cap;
use masthead::vocabulary::CapScope;

use super::sold::sell;
use super::{follow, page, sums};
use crate::support::{Newsroom, both};

/// Once a day for each visitor.
pub fn once_a_day() -> Vec<Cap> {
    vec![Cap {
        limit: 1,
        window_ms: 24 * 3_600_000,
        scope: CapScope::LineItem,
    }]
}

both!(
    a_cap_holds_for_a_visitor_and_is_not_guessed_for_others,
    Newsroom::Demo,
    |app| {
        sell(&app.app, once_a_day()).await;

        assert_eq!(page(&app, None).await.len(), 0);
        let first = page(&app, Some("a")).await;
        assert_eq!(first.len(), 1);
        // A place is kept for two minutes.
        assert_eq!(page(&app, Some("a")).await.len(), 0);
        assert_eq!(page(&app, Some("b")).await.len(), 1);
        app.clock.advance(121_000);
        assert_eq!(page(&app, Some("a")).await.len(), 1);
        follow(&app, &first[0]["impressionUrl"], "GET").await;
        app.clock.advance(23 * 3_600_000);
        assert_eq!(page(&app, Some("a")).await.len(), 0);
        app.clock.advance(3_600_000);
        assert_eq!(page(&app, Some("a")).await.len(), 1);
    }
);

both!(
    what_is_told_late_does_not_pass_a_cap,
    Newsroom::Demo,
    |app| {
        sell(&app.app, once_a_day()).await;
        // The first place lapses, and another node, or this one, gives it to a second page view.
        let first = page(&app, Some("a")).await;
        app.clock.advance(121_000);
        let second = page(&app, Some("a")).await;
        assert_eq!((first.len(), second.len()), (1, 1));

        follow(&app, &second[0]["impressionUrl"], "GET").await;
        follow(&app, &first[0]["impressionUrl"], "GET").await;

        assert_eq!(sums(&app).await, [1, 0, 0, 1]);
    }
);
