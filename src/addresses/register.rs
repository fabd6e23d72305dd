//! Claims on address words: what the languages of one thing, or many things at once, need of the
//! register.

use std::collections::{BTreeMap, HashMap, HashSet};

use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, OnConflict, Query};
use uuid::Uuid;

use super::domain::{NewRedirect, Redirect, SlugState, Target};
use super::store::{self, Slugs, Taken};
use super::{Path, release};
use crate::app::error::SlugOwner;
use crate::app::{Error, Permit, Problem, Remedy, Result};
use crate::platform::ids::TypedId;
use crate::platform::locale::Locale;
use crate::vocabulary::{RedirectReason, SlugNamespace, UserErrorCode};

/// Free words offered in place of a taken one.
const SUGGESTIONS: usize = 3;
/// Words that one statement carries: below the 32 766 parameters that SQLite takes.
const WORDS_PER_STATEMENT: usize = 1_000;

/// The address words of one thing before and after a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// The holder: a tag, a section, an author.
    pub owner: Uuid,
    /// How it holds its words.
    pub state: SlugState,
    /// Those that it had.
    pub before: BTreeMap<Locale, String>,
    /// Those that it is to have.
    pub words: BTreeMap<Locale, String>,
}

/// An address word that something is to hold.
pub(super) struct Claim {
    pub owner: Uuid,
    pub locale: Locale,
    pub slug: String,
    pub state: SlugState,
}

/// A word that was wanted and is somebody else's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// The edition.
    pub locale: Locale,
    /// The word.
    pub slug: String,
    /// Who holds it.
    pub taken: Taken,
    /// Free ones like it.
    pub suggestions: Vec<String>,
}

/// What a text becomes as an address word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlugPreview {
    /// The word.
    pub slug: String,
    /// Who has it; `None` when it is free.
    pub taken_by: Option<SlugOwner>,
    /// Free ones like it, when it is taken.
    pub suggestions: Vec<String>,
}

/// A page that stands elsewhere, or is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Whose page it is.
    pub target: Target,
    /// Its edition.
    pub locale: Locale,
    /// Where it stood.
    pub from: Path,
    /// Where it stands now; `None` when it is gone.
    pub to: Option<Path>,
}

/// A thing after a change, and the redirects that its old addresses left behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed<T> {
    /// The thing as it is now.
    pub thing: T,
    /// Old paths that lead to the new ones now.
    pub redirects: Vec<Redirect>,
}

impl<T> Changed<T> {
    /// A thing whose addresses stayed as they were.
    pub const fn in_place(thing: T) -> Self {
        Self {
            thing,
            redirects: Vec::new(),
        }
    }
}

impl SlugPreview {
    /// A word that nobody has.
    pub const fn free(slug: String) -> Self {
        Self {
            slug,
            taken_by: None,
            suggestions: Vec::new(),
        }
    }
}

impl Clash {
    fn owner(&self, (title, path): (String, Option<Path>)) -> SlugOwner {
        SlugOwner {
            kind: self.taken.state.owner_kind(),
            title,
            path: path.as_ref().map(Path::to_string),
            locale: self.locale,
        }
    }

    /// The problem of a word that a person chose, by title and page of its holder.
    pub fn problem(self, holder: (String, Option<Path>)) -> Problem {
        let path = ["input", "slugs", self.locale.as_str()];
        let owner = self.owner(holder);
        let remedy = Remedy::SlugTaken(owner, self.suggestions);
        Problem::at(path, UserErrorCode::SlugTaken, "this address is occupied").with(remedy)
    }

    /// The preview of a taken word, by title and page of its holder.
    pub fn preview(self, holder: (String, Option<Path>)) -> SlugPreview {
        SlugPreview {
            taken_by: Some(self.owner(holder)),
            slug: self.slug,
            suggestions: self.suggestions,
        }
    }
}

/// The word `slug` where somebody other than `owner` holds it.
///
/// # Errors
/// Those of the database.
pub async fn clash(
    conn: &impl ConnectionTrait,
    (locale, namespace, slug): (Locale, SlugNamespace, &str),
    owner: Option<Uuid>,
) -> Result<Option<Clash>> {
    let taken = store::taken(conn, locale, namespace, slug).await?;
    let Some(taken) = taken.filter(|taken| Some(taken.owner) != owner) else {
        return Ok(None);
    };
    let suggestions = store::vary(conn, locale, namespace, slug, SUGGESTIONS).await?;
    let slug = slug.to_owned();
    Ok(Some(Clash {
        locale,
        slug,
        taken,
        suggestions,
    }))
}

/// Those of the `words` that a person chose for `owner` and that somebody else holds.
///
/// # Errors
/// Those of the database.
pub async fn clashes(
    conn: &impl ConnectionTrait,
    namespace: SlugNamespace,
    owner: impl TypedId,
    words: &BTreeMap<Locale, String>,
) -> Result<Vec<Clash>> {
    let mut found = Vec::new();
    for (locale, slug) in words {
        found.extend(clash(conn, (*locale, namespace, slug), Some(owner.uuid())).await?);
    }
    Ok(found)
}

/// Takes the words of many things at once. A word that somebody else holds, or that is wanted
/// twice, becomes the first free of `-2`, `-3` … in the holding itself. A word that is given up for
/// another stays its holder's own, as an old address.
///
/// # Errors
/// [`Error::Refused`] when somebody else took one in the same moment; those of the database.
pub async fn settle(
    permit: &Permit<'_>,
    namespace: SlugNamespace,
    holdings: &mut [Holding],
) -> Result<()> {
    let mut claims: Vec<Claim> = holdings.iter().flat_map(Holding::wanted).collect();
    vary_taken(permit, namespace, &mut claims).await?;
    let mut words = claims.iter();
    for holding in holdings.iter_mut() {
        for (slug, claim) in holding.words.values_mut().zip(&mut words) {
            slug.clone_from(&claim.slug);
        }
    }
    claims.extend(holdings.iter().flat_map(Holding::given_up));
    take_all(permit, namespace, &claims).await
}

impl Holding {
    fn claim(&self, locale: Locale, slug: &str, state: SlugState) -> Claim {
        let slug = slug.to_owned();
        Claim {
            owner: self.owner,
            locale,
            slug,
            state,
        }
    }

    fn wanted(&self) -> impl Iterator<Item = Claim> {
        self.words
            .iter()
            .map(|(locale, slug)| self.claim(*locale, slug, self.state))
    }

    fn given_up(&self) -> impl Iterator<Item = Claim> {
        let has_another = |locale, old| self.words.get(locale).is_some_and(|new| new != old);
        let given_up = self
            .before
            .iter()
            .filter(move |(locale, old)| has_another(*locale, *old));
        given_up.map(|(locale, old)| self.claim(*locale, old, SlugState::Redirect))
    }
}

/// Gives each claim a word that is free, its claimer's own, and wanted once.
async fn vary_taken(
    permit: &Permit<'_>,
    namespace: SlugNamespace,
    claims: &mut [Claim],
) -> Result<()> {
    let held = held(permit, namespace, claims).await?;
    let mut given: HashSet<(Locale, String)> = HashSet::new();
    for claim in claims {
        let word = (claim.locale, claim.slug.clone());
        let is_free = held.get(&word).is_none_or(|owner| *owner == claim.owner);
        if !is_free || given.contains(&word) {
            // One more than this batch may have given away already.
            let count = given.len() + 1;
            let free = store::vary(permit.conn(), claim.locale, namespace, &claim.slug, count);
            let mut free = free.await?.into_iter();
            let is_left = |slug: &String| !given.contains(&(claim.locale, slug.clone()));
            if let Some(slug) = free.find(is_left) {
                claim.slug = slug;
            }
        }
        given.insert((claim.locale, claim.slug.clone()));
    }
    Ok(())
}

/// Who holds the words of `claims`.
async fn held(
    permit: &Permit<'_>,
    namespace: SlugNamespace,
    claims: &[Claim],
) -> Result<HashMap<(Locale, String), Uuid>> {
    let mut held = HashMap::new();
    for chunk in claims.chunks(WORDS_PER_STATEMENT) {
        let mut words: BTreeMap<Locale, Vec<&str>> = BTreeMap::new();
        for claim in chunk {
            words.entry(claim.locale).or_default().push(&claim.slug);
        }
        let of_locale = |(locale, slugs): (Locale, Vec<&str>)| {
            Expr::col(Slugs::Locale)
                .eq(locale)
                .and(Expr::col(Slugs::Slug).is_in(slugs))
        };
        let any = words
            .into_iter()
            .map(of_locale)
            .fold(Condition::any(), Condition::add);
        let query = Query::select()
            .columns([Slugs::Locale, Slugs::Slug, Slugs::OwnerId])
            .from(Slugs::Table)
            .and_where(Expr::col(Slugs::Namespace).eq(namespace))
            .cond_where(any)
            .to_owned();
        for row in permit.conn().query_all(&query).await? {
            held.insert((row.try_get_by(0)?, row.try_get_by(1)?), row.try_get_by(2)?);
        }
    }
    Ok(held)
}

/// Takes words that are free or their claimer's own.
///
/// # Errors
/// [`Error::Refused`] when somebody else took one in the same moment; those of the database.
pub(super) async fn take_all(
    permit: &Permit<'_>,
    namespace: SlugNamespace,
    claims: &[Claim],
) -> Result<()> {
    for chunk in claims.chunks(WORDS_PER_STATEMENT) {
        let own =
            Expr::col((Slugs::Table, Slugs::OwnerId)).eq(Expr::col(("excluded", Slugs::OwnerId)));
        let key = [Slugs::Locale, Slugs::Namespace, Slugs::Slug];
        let mut insert = Query::insert();
        insert
            .into_table(Slugs::Table)
            .columns([
                Slugs::Locale,
                Slugs::Namespace,
                Slugs::Slug,
                Slugs::OwnerId,
                Slugs::State,
            ])
            .on_conflict(
                OnConflict::columns(key)
                    .update_column(Slugs::State)
                    .action_and_where(own)
                    .to_owned(),
            );
        for claim in chunk {
            insert.values_panic([
                Expr::val(claim.locale),
                Expr::val(namespace),
                Expr::val(claim.slug.as_str()),
                Expr::val(claim.owner),
                Expr::val(claim.state.as_str()),
            ]);
        }
        let taken = permit.conn().execute(&insert).await?.rows_affected();
        if taken < chunk.len() as u64 {
            let why = "somebody took this address a moment ago; try again";
            return Err(Error::invalid(["input", "slugs"], why));
        }
    }
    Ok(())
}

/// Lets old addresses lead to pages that moved, and ends what led away from where they stand now.
/// Gives the new redirects.
///
/// # Errors
/// Those of the database.
pub async fn follow(
    permit: &Permit<'_>,
    reason: RedirectReason,
    moved: &[Moved],
) -> Result<Vec<Redirect>> {
    let mut redirects = Vec::new();
    for page in moved {
        if let Some(to) = &page.to {
            release(permit, page.locale, &to.to_string()).await?;
        }
        let left = NewRedirect {
            locale: Some(page.locale),
            from_path: page.from.to_string(),
            target: page.target.clone(),
            status: 301,
            reason,
        };
        redirects.push(store::redirect_from(permit, &left).await?);
    }
    Ok(redirects)
}
