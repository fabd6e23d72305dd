//! The table of roles and actions, as the policy gives it.

use std::collections::BTreeSet;
use std::fmt::Write;

use masthead::platform::ids::{SectionId, SessionId, UserId};
use masthead::platform::locale::Locale;
use masthead::policy::{Action, Actor, Grants, Role, STORIES, Subject, Verdict};
use uuid::Uuid;

fn locale(text: &str) -> Locale {
    text.parse().unwrap()
}

fn section(number: u128) -> SectionId {
    SectionId(Uuid::from_u128(number))
}

fn staff(
    role: Role,
    locales: Option<&BTreeSet<Locale>>,
    sections: Option<&BTreeSet<SectionId>>,
) -> Actor {
    let mut grants = Grants::default();
    grants.assign(role, locales, sections);
    let (user, session) = (UserId(Uuid::from_u128(1)), SessionId(Uuid::from_u128(2)));
    Actor::Staff {
        user,
        session,
        grants,
    }
}

/// A Russian text, translated from Ukrainian, in section 7.
fn subject() -> Subject {
    Subject {
        locales: vec![locale("ru")],
        sections: vec![section(7)],
        is_translation: true,
        ..Subject::default()
    }
}

/// `yes` everywhere, `l` and `s` only within the limits of the assignment, `own` only on what one
/// brought in, `-` never.
fn cell(role: Role, action: Action) -> &'static str {
    let may = |actor: &Actor| actor.may(action, &subject()) == Verdict::Allowed;
    let unlimited = staff(role, None, None);
    if !may(&unlimited) {
        let own = Subject {
            owner: unlimited.user(),
            ..subject()
        };
        let is_own = unlimited.may(action, &own) == Verdict::Allowed;
        return if is_own { "own" } else { "-" };
    }
    let (elsewhere_l, elsewhere_s) = ([locale("en")].into(), [section(8)].into());
    let needs_locale = !may(&staff(role, Some(&elsewhere_l), None));
    let needs_section = !may(&staff(role, None, Some(&elsewhere_s)));
    // Within its limits the right stands.
    assert!(may(&staff(
        role,
        Some(&[locale("ru")].into()),
        Some(&[section(7)].into())
    )));
    match (needs_locale, needs_section) {
        (false, false) => "yes",
        (true, false) => "l",
        (false, true) => "s",
        (true, true) => "l s",
    }
}

#[test]
fn every_role_may_do_what_the_table_says() {
    let mut table = format!("{:<24}", "action");
    for role in Role::ALL {
        write!(table, "{:<14}", role.key()).unwrap();
    }
    for action in Action::ALL {
        write!(table, "\n{:<24}", action.name()).unwrap();
        for role in Role::ALL {
            write!(table, "{:<14}", cell(*role, *action)).unwrap();
        }
    }
    let table: Vec<&str> = table.lines().map(str::trim_end).collect();
    insta::assert_snapshot!("roles", table.join("\n"));
}

#[test]
fn a_reader_may_do_nothing() {
    for action in Action::ALL {
        assert_eq!(
            Actor::Anonymous.may(*action, &subject()),
            Verdict::Anonymous,
            "{action:?}"
        );
    }
}

#[test]
fn who_may_not_see_stories_does_not_learn_that_one_exists() {
    let subject = Subject {
        seen_with: STORIES,
        ..subject()
    };
    for role in [Role::AdManager, Role::AdApprover] {
        let verdict = staff(role, None, None).may(Action::TranslationSave, &subject);
        assert_eq!(verdict, Verdict::Unseen);
    }
}

#[test]
fn translating_does_not_let_one_write_the_source() {
    let source = Subject {
        is_translation: false,
        ..subject()
    };
    let translator = staff(Role::Translator, None, None);
    assert!(matches!(
        translator.may(Action::TranslationSave, &source),
        Verdict::Denied(_)
    ));
}
