//! `masthead user`.

use std::io::Read;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Subcommand;
use masthead::app::{Call, Error};
use masthead::platform::config::Config;
use masthead::platform::ids::SectionId;
use masthead::platform::locale::Locale;
use masthead::policy::Role;
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
    /// A role; may be given several times: reporter, translator, editor, dutyEditor, photoEditor,
    /// frontEditor, admin, adManager, adApprover.
    #[arg(long = "role", required = true)]
    roles: Vec<String>,
    /// Limits the roles to a language; may be given several times.
    #[arg(long = "locale")]
    locales: Vec<Locale>,
    /// Limits the roles to a section, by its id; may be given several times.
    #[arg(long = "section")]
    sections: Vec<SectionId>,
    /// Language of the account's messages.
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
        let new = NewUser {
            email: add.email,
            display_name: add.name,
            ui_locale: add.ui_locale,
            assignments: assignments(&add.roles, &add.locales, &add.sections)?,
            password: Some(password.clone()),
        };
        match users::create(&Call::system(&app, "user add"), new).await {
            Ok(user) => println!("Added {} ({}).", user.email, user.id),
            Err(Error::Refused(problems)) => {
                let why: Vec<_> = problems
                    .iter()
                    .map(|problem| problem.message.as_str())
                    .collect();
                bail!("{}", why.join("; "));
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

fn assignments(
    roles: &[String],
    locales: &[Locale],
    sections: &[SectionId],
) -> anyhow::Result<Vec<Assignment>> {
    let limit = |role: &String| {
        let role = Role::from_key(role).with_context(|| format!("there is no role {role}"))?;
        Ok(Assignment {
            role,
            locales: (!locales.is_empty()).then(|| locales.iter().copied().collect()),
            sections: (!sections.is_empty()).then(|| sections.iter().copied().collect()),
        })
    };
    roles.iter().map(limit).collect()
}
