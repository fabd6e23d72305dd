//! `masthead user`.

use std::io::Read;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Subcommand;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use masthead::app::{Call, Error};
use masthead::platform::config::Config;
use masthead::platform::ids::SectionId;
use masthead::platform::locale::Locale;
use masthead::policy::Role;
use masthead::sections;
use masthead::users::{self, Assignment, NewUser, new_password};

#[derive(Subcommand)]
pub enum User {
    /// Adds an account that can sign in at once.
    Add(Add),
}

#[derive(clap::Args)]
pub struct Add {
    /// The address to sign in with.
    #[arg(long)]
    email: String,
    /// The name that colleagues see.
    #[arg(long)]
    name: String,
    /// A role; may be given several times.
    #[arg(long = "role", required = true, value_parser = role_parser())]
    roles: Vec<Role>,
    /// Limits the roles to a language; may be given several times.
    #[arg(long = "locale")]
    locales: Vec<Locale>,
    /// Limits the roles to a section and those below it, by its id; may be given several times.
    #[arg(long = "section")]
    sections: Vec<SectionId>,
    /// Language of the account's screens.
    #[arg(long, default_value = "en")]
    ui_locale: Locale,
    /// Reads the password from standard input; else one is made and printed once.
    #[arg(long)]
    password_stdin: bool,
}

impl User {
    pub async fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        let Self::Add(add) = self;
        let (password, is_made) = add.password()?;
        let app = masthead::open(config.clone()).await?;
        let call = Call::system(&app, "user add");
        must_exist(&call, &add.sections).await?;
        let new = NewUser {
            email: add.email,
            display_name: add.name,
            ui_locale: add.ui_locale,
            assignments: assignments(&add.roles, &add.locales, &add.sections),
            password: Some(password.clone()),
        };
        match users::create(&call, new).await {
            Ok(user) => println!("Added {} ({}).", user.email, user.id),
            Err(Error::Refused(problems)) => {
                let told = problems.iter().map(|problem| {
                    let field = problem.path.last().map_or("", String::as_str);
                    format!("{field}: {}", problem.message)
                });
                bail!("{}", told.collect::<Vec<_>>().join("; "));
            }
            Err(error) => return Err(error.into()),
        }
        if is_made {
            println!("Password: {password}");
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl Add {
    /// The password, and whether it was made here.
    fn password(&self) -> anyhow::Result<(String, bool)> {
        if !self.password_stdin {
            return Ok((new_password(), true));
        }
        let mut text = String::new();
        std::io::stdin()
            .read_to_string(&mut text)
            .context("standard input")?;
        Ok((text.trim_end_matches(['\r', '\n']).to_owned(), false))
    }
}

/// Refuses limits to sections that are not there: such an account could do nothing.
async fn must_exist(call: &Call, wanted: &[SectionId]) -> anyhow::Result<()> {
    if wanted.is_empty() {
        return Ok(());
    }
    let tree = sections::tree(call).await?;
    match wanted.iter().find(|id| tree.get(**id).is_none()) {
        Some(unknown) => bail!("there is no section {unknown}"),
        None => Ok(()),
    }
}

/// Takes the names of the roles, and tells them in `--help`.
fn role_parser() -> impl TypedValueParser<Value = Role> {
    let names = PossibleValuesParser::new(Role::ALL.iter().map(|role| role.key()));
    names.try_map(|name| Role::from_key(&name).ok_or("there is no such role"))
}

/// Each role within all the limits.
fn assignments(roles: &[Role], locales: &[Locale], sections: &[SectionId]) -> Vec<Assignment> {
    let limited = |role: &Role| Assignment {
        role: *role,
        locales: (!locales.is_empty()).then(|| locales.iter().copied().collect()),
        sections: (!sections.is_empty()).then(|| sections.iter().copied().collect()),
    };
    roles.iter().map(limited).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        add: Add,
    }

    fn parsed(rest: &str) -> Result<Add, clap::Error> {
        let line = format!("add --email a@example.org --name A {rest}");
        Line::try_parse_from(line.split(' ')).map(|line| line.add)
    }

    #[test]
    fn limits_hold_for_all_roles_given() {
        let add = parsed("--role translator --role editor --locale uk --locale ru").unwrap();

        let given = assignments(&add.roles, &add.locales, &add.sections);

        let both = ["uk", "ru"].map(|tag| tag.parse::<Locale>().unwrap());
        assert_eq!(given.len(), 2);
        for one in given {
            assert_eq!(one.locales, Some(both.into_iter().collect()));
            assert_eq!(one.sections, None);
        }
    }

    #[test]
    fn a_role_must_be_known_and_given() {
        assert!(parsed("--role chief").is_err());
        assert!(parsed("--locale uk").is_err());
        assert!(parsed("--role editor --section news").is_err());
    }
}
