//! No byte of a draft leaves by a public door.

use std::collections::{BTreeMap, HashMap};

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{BaseType, Type, TypeKind, TypeSystemDefinition};
use masthead::api::graphql::{Graph, sdl};
use masthead::app::Call;
use masthead::articles::{
    self, ArticleInput, PublishInput, SavePatch, SharedPatch, Surroundings, Takedown,
    UnpublishInput,
};
use masthead::vocabulary::{ArticleKind, CheckCode, UnpublishReason};
use serde_json::{Map, Value as Json, json};

use crate::support::{Newsroom, TestApp, both};

/// Stands in every text of every draft.
const MARKER: &str = "zebrafinch";

/// Drafts of all sorts, and the names by which somebody might ask for them.
struct Drafts {
    ids: Vec<String>,
    numbers: Vec<i64>,
    slugs: Vec<String>,
}

fn content() -> Map<String, Json> {
    let words = json!({ "spans": [{ "text": format!("{MARKER} text") }] });
    let content = json!({
        "shortHeadline": format!("{MARKER} short"),
        "kicker": format!("{MARKER} kicker"),
        "lede": words,
        "summary": format!("{MARKER} summary"),
        "blocks": [
            { "paragraph": { "blockId": "p1", "text": words } },
            { "quote": { "blockId": "q1", "segments": [{ "text": words }], "attribution": { "name": MARKER } } },
        ],
        "contentWarning": format!("{MARKER} warning"),
        "seo": { "title": format!("{MARKER} title") },
    });
    content.as_object().unwrap().clone()
}

/// A story that was never published, one that was taken down, and a live one with an open draft.
async fn fill(app: &TestApp) -> Drafts {
    let call = Call::system(&app.app, "test");
    let tree = masthead::sections::tree(&call).await.unwrap();
    let section = tree.iter().find(|section| section.is_active).unwrap().id;
    let locale = "uk".parse().unwrap();
    let mut drafts = Drafts {
        ids: Vec::new(),
        numbers: Vec::new(),
        slugs: Vec::new(),
    };
    for state in ["draft", "withdrawn", "live"] {
        let plain = state == "live";
        let input = ArticleInput {
            kind: ArticleKind::News,
            locale,
            section,
            headline: if plain {
                "Plain headline".to_owned()
            } else {
                format!("{MARKER} {state}")
            },
            slug: None,
            content: if plain { Map::new() } else { content() },
            shared: SharedPatch::default(),
            request_id: None,
        };
        let (article, mut translation) = articles::create(&call, &input).await.unwrap();
        if state != "draft" {
            let how = PublishInput {
                accept_warnings: vec![CheckCode::SensitiveWithoutFlag],
                ..PublishInput::default()
            };
            translation = articles::publish(&call, translation.id, translation.version, &how)
                .await
                .unwrap();
        }
        if state == "withdrawn" {
            let what = Takedown::Translation(translation.id);
            let around = Surroundings::of(&call).await.unwrap();
            let tx = call.begin().await.unwrap();
            let input = UnpublishInput {
                reason: UnpublishReason::Editorial,
                public_notice: None,
                note: "a mistake".to_owned(),
            };
            articles::unpublish_within(&tx, &around, &what, &input)
                .await
                .unwrap();
            tx.commit().await.unwrap();
        }
        if plain {
            let mut members = content();
            members.insert("headline".to_owned(), format!("{MARKER} next").into());
            let patch = SavePatch {
                members,
                is_autosave: false,
            };
            articles::save(&call, translation.id, translation.version, &patch)
                .await
                .unwrap();
        }
        drafts
            .ids
            .extend([article.id.to_string(), format!("{}.uk", article.id)]);
        drafts.ids.push(translation.id.to_string());
        drafts.numbers.push(article.number);
        drafts.slugs.push(translation.slug);
    }
    drafts
}

/// Queries that name each draft in every way that the graph has.
fn by_name(drafts: &Drafts) -> Vec<String> {
    let story = "{ headline shortHeadline summary lede { plain } body { html plainText } seo { title structuredData } }";
    let mut queries = Vec::new();
    for id in &drafts.ids {
        queries.push(format!(
            "{{ node(id: \"{id}\") {{ __typename id ... on Article {story} }} }}"
        ));
        queries.push(format!("{{ nodes(ids: [\"{id}\"]) {{ id }} }}"));
        queries.push(format!(
            "{{ edition(locale: \"uk\") {{ article(by: {{ articleId: \"{id}\" }}) {story} }} }}"
        ));
    }
    for number in &drafts.numbers {
        queries.push(format!(
            "{{ edition(locale: \"uk\") {{ article(by: {{ number: \"{number}\" }}) {story} }} }}"
        ));
        for path in [
            format!("/news/2026/07/11/{number}-x"),
            format!("/ru/news/2026/07/11/{number}-x"),
        ] {
            queries.push(format!("{{ edition(locale: \"uk\") {{ resolve(path: \"{path}\") {{ __typename ... on Redirect {{ location }} ... on Gone {{ status notice alternates {{ url }} }} ... on Article {story} }} }} }}"));
        }
    }
    for slug in &drafts.slugs {
        queries.push(format!("{{ edition(locale: \"uk\") {{ article(by: {{ slug: \"{slug}\" }}) {story} resolve(path: \"/{slug}\") {{ __typename }} }} }}"));
    }
    queries
}

/// Arguments that a field cannot do without.
fn required(field: &str) -> Option<&'static str> {
    match field {
        "Query.edition" => Some("(locale: \"uk\")"),
        "Edition.article" => Some("(by: { number: \"1\" })"),
        "Edition.tag" | "Edition.section" | "Edition.author" => Some("(slug: \"transport\")"),
        "Edition.resolve" => Some("(path: \"/\")"),
        "Edition.day" => Some("(date: \"2026-07-11\")"),
        "Edition.menu" => Some("(key: \"sections\")"),
        "Edition.callToAction" => Some("(slot: \"home-top\")"),
        "Edition.labels" => Some("(keys: [\"updated\"])"),
        "AdPlan.decisions" => Some("(viewer: {})"),
        "Query.adDecisions" => {
            Some("(input: { pageToken: \"x\", slotKeys: [\"top-1\"], viewer: {} })")
        }
        _ => None,
    }
}

struct Walk {
    types: HashMap<String, TypeKind>,
    seen: BTreeMap<String, usize>,
    queries: Vec<String>,
}

fn name_of(ty: &Type) -> String {
    match &ty.base {
        BaseType::Named(name) => name.to_string(),
        BaseType::List(inner) => name_of(inner),
    }
}

impl Walk {
    fn of_delivery() -> Self {
        let document = parse_schema(sdl(Graph::Delivery)).unwrap();
        let types = document
            .definitions
            .into_iter()
            .filter_map(|definition| match definition {
                TypeSystemDefinition::Type(ty) => {
                    Some((ty.node.name.node.to_string(), ty.node.kind))
                }
                _ => None,
            });
        Self {
            types: types.collect(),
            seen: BTreeMap::new(),
            queries: Vec::new(),
        }
    }

    /// Adds a query for every way into a type, at most three ways to each.
    fn visit(&mut self, name: &str, open: &str, close: &str, depth: usize) {
        let ways = self.seen.entry(name.to_owned()).or_default();
        *ways += 1;
        if *ways > 3 || depth > 12 {
            return;
        }
        match self.types.get(name).map(clone_kind) {
            Some(Kind::Fields(fields)) => self.visit_fields(name, fields, open, close, depth),
            Some(Kind::Members(members)) => {
                for member in members {
                    let open = format!("{open} ... on {member} {{");
                    self.visit(&member, &open, &format!("}} {close}"), depth);
                }
            }
            None => {}
        }
    }

    fn visit_fields(
        &mut self,
        name: &str,
        fields: Vec<(String, String, bool)>,
        open: &str,
        close: &str,
        depth: usize,
    ) {
        let mut leaves = vec!["__typename".to_owned()];
        let mut below = Vec::new();
        for (field, ty, needs) in fields {
            let args = required(&format!("{name}.{field}"));
            if (needs && args.is_none())
                || field == "node" && name == "Query"
                || field == "nodes" && name == "Query"
            {
                continue;
            }
            let call = format!("{field}{}", args.unwrap_or_default());
            let is_leaf = !matches!(
                self.types.get(&ty),
                Some(TypeKind::Object(_) | TypeKind::Interface(_) | TypeKind::Union(_))
            );
            if is_leaf {
                leaves.push(call)
            } else {
                below.push((call, ty))
            }
        }
        self.queries
            .push(format!("{open} {} {close}", leaves.join(" ")));
        for (call, ty) in below {
            self.visit(
                &ty,
                &format!("{open} {call} {{"),
                &format!("}} {close}"),
                depth + 1,
            );
        }
    }
}

enum Kind {
    /// Name, type and whether an argument is needed, of each field.
    Fields(Vec<(String, String, bool)>),
    /// The members of an abstract type.
    Members(Vec<String>),
}

fn clone_kind(kind: &TypeKind) -> Kind {
    match kind {
        TypeKind::Object(object) => Kind::Fields(
            object
                .fields
                .iter()
                .map(|field| {
                    let needs = field.node.arguments.iter().any(|argument| {
                        !argument.node.ty.node.nullable && argument.node.default_value.is_none()
                    });
                    (
                        field.node.name.node.to_string(),
                        name_of(&field.node.ty.node),
                        needs,
                    )
                })
                .collect(),
        ),
        TypeKind::Union(union) => Kind::Members(
            union
                .members
                .iter()
                .map(|member| member.node.to_string())
                .collect(),
        ),
        // An interface is walked through the fields that all its members share.
        TypeKind::Interface(interface) => Kind::Fields(
            interface
                .fields
                .iter()
                .map(|field| {
                    (
                        field.node.name.node.to_string(),
                        name_of(&field.node.ty.node),
                        false,
                    )
                })
                .collect(),
        ),
        TypeKind::Scalar | TypeKind::Enum(_) | TypeKind::InputObject(_) => {
            Kind::Members(Vec::new())
        }
    }
}

both!(no_draft_leaves_by_name, Newsroom::Demo, |app| {
    let before = count(&app).await;
    let drafts = fill(&app).await;

    for query in by_name(&drafts) {
        let answer = app.ask("/graphql", None, &query, json!({})).await;
        assert!(!answer.to_string().contains(MARKER), "{query}\n{answer:#}");
    }

    // The plain live story is the only one that is new.
    assert_eq!(count(&app).await, before + 1);
});

async fn count(app: &TestApp) -> i64 {
    let data = app
        .read(
            "{ edition(locale: \"uk\") { recentNews(first: 1) { totalCount } } }",
            json!({}),
        )
        .await;
    data["edition"]["recentNews"]["totalCount"]
        .as_i64()
        .unwrap()
}

both!(no_draft_leaves_by_any_field, Newsroom::Demo, |app| {
    fill(&app).await;
    let mut walk = Walk::of_delivery();
    walk.visit("Query", "{", "}", 0);
    assert!(walk.queries.len() > 80, "{} queries", walk.queries.len());

    for query in &walk.queries {
        let answer = app.ask("/graphql", None, query, json!({})).await;
        assert!(!answer.to_string().contains(MARKER), "{query}\n{answer:#}");
        let code = answer["errors"][0]["extensions"]["code"].as_str();
        assert!(
            matches!(code, None | Some("TOO_COSTLY")),
            "{query}\n{answer:#}"
        );
    }
});
