//! The staff of a newsroom at work over the desk graph: one person of each default role.

use masthead::app::Call;
use masthead::policy::{Actor, Role};
use masthead::users;
use serde_json::{Value as Json, json};

use super::TestApp;
use super::small::ENERGY;
use super::staff::Staff;

/// What is asked of a translation that moved.
pub const MOVED: &str = "{
    translation { id version draftState liveState schedule { instant local timeZone action revision } }
    published { headline url }
    effects { cancelledSchedules }
    userErrors { __typename code message path
        ... on PermissionError { needed }
        ... on TransitionError { draftState liveState allowed }
        ... on PublicationBlockedError { checks { code severity } }
        ... on LocalTimeError { problem candidates }
        ... on VersionConflictError { currentVersion changedPaths } } }";

/// Everybody, with a token each.
pub struct People<'a> {
    app: &'a TestApp,
    staff: Staff,
}

/// Somebody of the newsroom, signed in.
pub struct Colleague<'a> {
    app: &'a TestApp,
    token: String,
}

impl<'a> Colleague<'a> {
    /// Makes an account with a role and no limits, and signs in.
    pub async fn joins(app: &'a TestApp, name: &str, role: Role) -> Self {
        let token = app.sign_in(name, role).await;
        Self { app, token }
    }

    /// Asks the desk.
    pub async fn asks(&self, document: &str, variables: Json) -> Json {
        self.app.desk(&self.token, document, variables).await
    }

    /// Carries a mutation out and gives its payload, whatever its user errors.
    pub async fn tries(&self, document: &str, variables: Json) -> Json {
        self.app.payload(&self.token, document, variables).await
    }

    /// Carries a mutation out; there must be no user errors.
    pub async fn does(&self, document: &str, variables: Json) -> Json {
        self.app.done(&self.token, document, variables).await
    }
}

/// A story and its first language, by their ids outside.
#[derive(Debug, Clone)]
pub struct Work {
    pub article: String,
    pub id: String,
    pub version: i64,
}

impl<'a> People<'a> {
    pub async fn of(app: &'a TestApp) -> Self {
        let staff = app.staff().await;
        Self { app, staff }
    }

    /// A call of the person with this role.
    pub async fn call(&self, role: Role) -> Call {
        let call = Call::new(&self.app.app, Actor::Anonymous, "test".to_owned());
        let actor = users::authenticate(&call, self.staff.token(role), None)
            .await
            .unwrap();
        call.by(actor)
    }

    /// What the desk graph answers to a person.
    pub async fn ask(&self, role: Role, document: &str, variables: Json) -> Json {
        let token = Some(self.staff.token(role));
        let answer = self.app.ask("/desk/graphql", token, document, variables);
        answer.await
    }

    /// What the desk graph answers to a person who carries out one operation of a document.
    pub async fn operate(&self, role: Role, operation: (&str, &str), variables: Json) -> Json {
        let token = self.staff.token(role);
        let answer = self
            .app
            .operate("/desk/graphql", token, operation, variables);
        answer.await
    }

    /// Data that the desk graph gives to a person; there must be no errors.
    pub async fn read(&self, role: Role, document: &str) -> Json {
        let token = self.staff.token(role);
        self.app.desk(token, document, json!({})).await
    }

    /// What a mutation answers, which is written with its selection.
    pub async fn mutate(&self, role: Role, field: &str) -> Json {
        let document = format!("mutation {{ {field} }}");
        let token = self.staff.token(role);
        self.app.payload(token, &document, json!({})).await
    }

    /// What a mutation of a translation answers.
    pub async fn step(&self, role: Role, field: &str) -> Json {
        self.mutate(role, &format!("{field} {MOVED}")).await
    }

    /// A mutation of a translation that succeeds; the work goes on from there.
    pub async fn done(&self, role: Role, field: &str, work: &mut Work) -> Json {
        let answer = self.step(role, field).await;
        assert_eq!(answer["userErrors"], json!([]), "{field}\n{answer:#}");
        work.version = answer["translation"]["version"].as_i64().unwrap();
        answer
    }

    /// The error of a mutation of a translation.
    pub async fn refused(&self, role: Role, field: &str) -> Json {
        let mut answer = self.step(role, field).await;
        assert!(answer["translation"].is_null(), "{field}\n{answer:#}");
        answer["userErrors"][0].take()
    }

    /// A new story of somebody.
    pub async fn create(&self, role: Role, headline: &str) -> Work {
        let field = format!(
            "articleCreate(input: {{ kind: NEWS, locale: \"uk\", sectionId: \"{ENERGY}\", headline: {headline:?} }}) {{ article {{ id }} translation {{ id version }} userErrors {{ message }} }}"
        );
        let made = self.mutate(role, &field).await;
        assert_eq!(made["userErrors"], json!([]));
        Work {
            article: made["article"]["id"].as_str().unwrap().to_owned(),
            id: made["translation"]["id"].as_str().unwrap().to_owned(),
            version: made["translation"]["version"].as_i64().unwrap(),
        }
    }

    /// Saves another headline, and gives the error if there is one.
    pub async fn save(&self, role: Role, work: &mut Work, headline: &str) -> Json {
        let field = format!(
            "translationSave(id: {:?}, expectedVersion: {}, input: {{ headline: {headline:?} }}) {{ translation {{ version draftState liveState }} userErrors {{ __typename message }} }}",
            work.id, work.version
        );
        let answer = self.mutate(role, &field).await;
        if let Some(version) = answer["translation"]["version"].as_i64() {
            work.version = version;
        }
        answer
    }

    /// Brings a new story up to APPROVED: a reporter writes it, the duty editor accepts it.
    pub async fn approved(&self, headline: &str) -> Work {
        let mut work = self.create(Role::Reporter, headline).await;
        self.done(Role::Reporter, &work.submit(), &mut work).await;
        self.done(Role::DutyEditor, &work.approve(), &mut work)
            .await;
        work
    }
}

impl Work {
    pub fn submit(&self) -> String {
        format!(
            "translationSubmit(id: {:?}, expectedVersion: {})",
            self.id, self.version
        )
    }

    pub fn approve(&self) -> String {
        format!(
            "translationApprove(id: {:?}, expectedVersion: {})",
            self.id, self.version
        )
    }

    pub fn send_back(&self, note: &str) -> String {
        format!(
            "translationRequestChanges(id: {:?}, note: {note:?})",
            self.id
        )
    }

    pub fn publish(&self) -> String {
        format!(
            "translationPublish(id: {:?}, expectedVersion: {})",
            self.id, self.version
        )
    }

    /// `at` in the shape of `ScheduleTimeInput`.
    pub fn schedule(&self, at: &str) -> String {
        self.schedule_with(&format!("at: {at}"))
    }

    pub fn schedule_with(&self, input: &str) -> String {
        format!(
            "translationSchedule(id: {:?}, expectedVersion: {}, input: {{ {input} }})",
            self.id, self.version
        )
    }

    /// A field of the translation that takes no more than its id.
    pub fn plain(&self, field: &str) -> String {
        format!("{field}(id: {:?})", self.id)
    }

    pub fn take_down(&self) -> String {
        format!(
            "translationUnpublish(id: {:?}, input: {{ reason: EDITORIAL, note: \"why\" }})",
            self.id
        )
    }
}
