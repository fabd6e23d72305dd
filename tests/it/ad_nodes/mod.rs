//! Several nodes sell out of one stock: what one visitor is counted for never passes a cap, and what
//! was promised is kept, as on one node. SQLite has one node by nature.

mod caps;
mod promises;

use std::sync::Arc;

use masthead::ads::PageContext;
use masthead::ads::events::{self, Sign, Signs, Verdict};
use masthead::ads::open_page_token;
use masthead::ads::serving::{self, Asking, Decision};
use masthead::app::{App, Call, Keys};
use masthead::platform::db::Db;
use masthead::platform::files::Files;
use masthead::platform::ids::CountingIds;
use masthead::policy::Actor;
use masthead::vocabulary::{AdConsent, AdEventKind};
use serde_json::json;

use crate::ad_volume::Dice;
use crate::support::TestApp;

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

const PAGE: &str =
    "{ edition(locale: \"uk\") { front { adPlan(device: DESKTOP) { pageToken } } } }";

/// Nodes of one database, with the same keys and each with ids of its own, and a page of theirs.
struct Nodes {
    all: Vec<Arc<App>>,
    page: PageContext,
}

impl Nodes {
    async fn of(app: &TestApp, count: u64) -> Self {
        let mut all = Vec::new();
        for number in 1..=count {
            let config = app.app.config.clone();
            let db = Db::connect(&config.database_url, 4).await.unwrap();
            let keys = Keys::open(&db, app.clock_now()).await.unwrap();
            let files = Files::open(&config.data_dir.join("files")).unwrap();
            let ids = Arc::new(CountingIds::starting_at(number << 32));
            all.push(App::new(config, db, app.clock.clone(), ids, files, keys));
        }
        let first = app.beside(Arc::clone(&all[0]));
        let data = first.read(PAGE, json!({})).await;
        let token = &data["edition"]["front"]["adPlan"]["pageToken"];
        let page = open_page_token(&all[0].keys, token.as_str().unwrap(), app.clock_now());
        Self {
            all,
            page: page.unwrap(),
        }
    }

    fn call(&self, node: usize) -> Call {
        Call::new(&self.all[node], Actor::Anonymous, "req_test".to_owned())
    }

    /// A reader opens the page at a node.
    async fn view(&self, node: usize, visitor: Option<&str>) -> Vec<Decision> {
        let asking = Asking {
            context: &self.page,
            slots: None,
            visitor_key: visitor,
            consent: AdConsent::Full,
            viewport_width: None,
            keywords: &[],
            shown: &[],
        };
        let decided = Box::pin(serving::decide(&self.call(node), asking)).await;
        decided.unwrap().decisions
    }

    /// The reader's browser shows an ad, and tells so to a node, whichever it reaches.
    async fn show(&self, node: usize, decision: &Decision) -> Verdict {
        let signs = Signs {
            user_agent: Some(FIREFOX.to_owned()),
            ..Signs::default()
        };
        let sign = Sign {
            token: &decision.events[0],
            kind: AdEventKind::Impression,
            at: None,
            is_measurable: true,
            signs: &signs,
        };
        let told = Box::pin(events::record(&self.call(node), sign)).await;
        told.unwrap().0
    }

    /// Some node, as a balancer would choose it.
    fn some(&self, dice: &mut Dice) -> usize {
        dice.roll(self.all.len() as u64) as usize
    }
}
