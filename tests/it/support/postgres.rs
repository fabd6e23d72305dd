//! A PostgreSQL database of its own for each test.
//!
//! One cluster serves all tests of a target folder, whether they are threads of one process
//! (`cargo test`) or a process each (`cargo nextest`). The first test to ask starts it from the
//! installed binaries; later ones, and later runs, find it alive. It listens on a unix socket in
//! a folder that only its owner may enter, so it needs neither a port nor a password.
//!
//! ```text
//! target/tmp/postgres.lock    held while the cluster or a template is made
//! target/tmp/postgres/        data/  socket/  log, and:
//!     stamp                   written by every test, and each minute while a process lives
//!     watchdog                the process that ends the cluster once the stamp is old
//!     cluster                 what was started: version and settings; written last
//!     used/                   a file for each template, touched when it is used
//! ```
//!
//! Migrations run once, on a template; a test gets a copy of it, which takes about a tenth of a
//! second, and the copy is dropped with its [`Database`].
//!
//! `MASTHEAD_TEST_POSTGRES` says what happens without PostgreSQL: `required` fails, `off` never
//! looks for it, and by default the test is told that there is none.
#![expect(
    clippy::disallowed_methods,
    reason = "tests stand outside the injected environment"
)]

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::{self, File, Permissions};
use std::hash::{BuildHasher, DefaultHasher, Hash, Hasher, RandomState};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::net::{UnixListener, UnixStream};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Once, OnceLock};
use std::time::{Duration, Instant};

use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection, DbErr, Statement};

/// The oldest PostgreSQL that Masthead runs on.
const OLDEST_MAJOR: u32 = 15;

/// How many minutes the cluster outlives the last sign of a test.
const IDLE_MINUTES: &str = "10";

/// A template that no test used for this long is of an older set of migrations.
const TEMPLATE_UNUSED: Duration = Duration::from_mins(15);

/// How long a cluster may take to come up, or to go when its watchdog has begun to end it.
const PATIENCE: Duration = Duration::from_mins(1);

/// The role that tests connect as: it owns its database and is, as in production, no superuser.
const ROLE: &str = "masthead";

const SUPERUSER: &str = "postgres";

/// Durability is given up for speed; the rest is what many tests at once need.
const SETTINGS: &str = "
listen_addresses = ''
unix_socket_permissions = 0700
max_connections = 200
shared_buffers = 128MB
fsync = off
synchronous_commit = off
full_page_writes = off
timezone = 'UTC'
lc_messages = 'C'
";

/// Real clusters seldom sort by bytes, so the tests' does not either.
const INITDB: [&str; 7] = [
    "--username=postgres",
    "--auth=trust",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=icu",
    "--icu-locale=und",
    "--no-sync",
];

/// Ends the cluster in the folder `$1` when its stamp is `$2` minutes old.
///
/// Taking the stamp away first and then looking at it again leaves no moment at which a test can
/// join a cluster that is about to go: see [`Home::join`].
const WATCHDOG: &str = r#"
trap '' HUP INT
old() { [ -n "$(find "$1" -mmin +"$2" 2>/dev/null)" ]; }
while sleep 10 < /dev/null; do
    [ "$(cat "$1/watchdog" 2>/dev/null)" = "$$" ] || exit 0
    old "$1/stamp" "$2" || continue
    mv "$1/stamp" "$1/ending" || continue
    old "$1/ending" "$2" || { mv "$1/ending" "$1/stamp"; continue; }
    server=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null)
    [ -z "$server" ] || kill -INT "$server"
    for second in 1 2 3 4 5 6 7 8 9 10; do
        [ -e "$1/data/postmaster.pid" ] || break
        sleep 1
    done
    mv "$1" "$1.$$" && rm -rf "$1.$$"
    exit 0
done
"#;

/// A database for one test; dropping the value drops the database.
#[derive(Debug)]
pub struct Database {
    /// Where to connect, as `MASTHEAD_DATABASE_URL` takes it.
    pub url: String,
    name: String,
    home: Home,
}

impl Drop for Database {
    fn drop(&mut self) {
        let home = self.home.clone();
        let sql = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);

        // The test's own runtime may be ending, so the last word has one to itself. Best effort:
        // what stays behind goes with the sweep, or with the cluster.
        let last_word = std::thread::spawn(move || -> Option<()> {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .ok()?;
            runtime.block_on(async {
                let admin = home.connect(SUPERUSER).await.ok()?;
                admin.execute_unprepared(&sql).await.ok()?;
                admin.close().await.ok()
            })
        });
        let _ = last_word.join();
    }
}

/// Makes a database that holds what `migrate` puts into an empty one.
///
/// `migrate` is given the URL of the template and runs once for each `template_version`, which
/// therefore has to name all that it does: a hash of the migrations, say. It runs under the
/// cluster's lock and must not ask for a database itself.
///
/// Returns `None` where PostgreSQL is not installed.
///
/// # Panics
///
/// When PostgreSQL is there and does not start, or when it is missing and
/// `MASTHEAD_TEST_POSTGRES=required`.
pub async fn fresh_database(
    template_version: &str,
    migrate: impl AsyncFnOnce(String),
) -> Option<Database> {
    let install = Install::wanted()?;

    let (lock, home) = blocking(move || {
        let lock = lock();
        let home = Home::choose().join(install);
        (lock, home)
    })
    .await;
    let admin = home
        .connect(SUPERUSER)
        .await
        .expect("the tests' PostgreSQL answers");
    sweep_once(&home, &admin).await;
    let template = ensure_template(&home, &admin, template_version, migrate).await;
    drop(lock);

    let name = format!("t_{:016x}", RandomState::new().build_hasher().finish());
    let copy = format!("CREATE DATABASE {name} OWNER {ROLE} TEMPLATE {template}");
    // Without fsync, copying the files is several times faster than logging each page.
    run(&admin, &format!("{copy} STRATEGY file_copy")).await;
    let _ = admin.close().await;
    Some(Database {
        url: home.url(ROLE, &name),
        name,
        home,
    })
}

// --- Templates -------------------------------------------------------------------------------

async fn ensure_template(
    home: &Home,
    admin: &DatabaseConnection,
    version: &str,
    migrate: impl AsyncFnOnce(String),
) -> String {
    let template = format!("template_{:016x}", hash(version));
    fs::write(home.used(&template), version).expect("the cluster's folder can be written");
    if databases(admin, &format!("= '{template}'"))
        .await
        .contains(&template)
    {
        return template;
    }

    // The name says that it is whole: what a killed run began is under the other one.
    let draft = format!("{template}_draft");
    run(
        admin,
        &format!("DROP DATABASE IF EXISTS {draft} WITH (FORCE)"),
    )
    .await;
    run(admin, &format!("CREATE DATABASE {draft} OWNER {ROLE}")).await;
    migrate(home.url(ROLE, &draft)).await;

    // A database is copied only while nobody is connected to it, so nobody may.
    run(
        admin,
        &format!("ALTER DATABASE {draft} WITH ALLOW_CONNECTIONS false"),
    )
    .await;
    let others = format!("FROM pg_stat_activity WHERE datname = '{draft}'");
    run(
        admin,
        &format!("SELECT pg_terminate_backend(pid, 5000) {others}"),
    )
    .await;
    run(
        admin,
        &format!("ALTER DATABASE {draft} RENAME TO {template}"),
    )
    .await;
    template
}

/// Drops what earlier runs left: templates of other migrations, databases of killed tests.
async fn sweep_once(home: &Home, admin: &DatabaseConnection) {
    static SWEPT: Once = Once::new();
    let mut first = false;
    SWEPT.call_once(|| first = true);
    if !first {
        return;
    }

    let mut stale = databases(
        admin,
        r"LIKE 't\_%' AND (pg_stat_file('base/' || oid || '/PG_VERSION', true)).modification
              < now() - interval '1 hour'",
    )
    .await;
    for template in databases(admin, r"LIKE 'template\_%'").await {
        let used = home.used(template.trim_end_matches("_draft"));
        let unused = age(&used).is_none_or(|age| age > TEMPLATE_UNUSED);
        if unused {
            let _ = fs::remove_file(used);
            stale.insert(template);
        }
    }
    for name in stale {
        // Without FORCE: a database that is still in use is left alone.
        let _ = admin
            .execute_unprepared(&format!("DROP DATABASE IF EXISTS {name}"))
            .await;
    }
}

async fn databases(admin: &DatabaseConnection, condition: &str) -> BTreeSet<String> {
    let sql = format!("SELECT datname::text FROM pg_database WHERE datname::text {condition}");
    let query = Statement::from_string(admin.get_database_backend(), sql);
    let rows = admin
        .query_all_raw(query)
        .await
        .expect("the list of databases can be read");
    rows.iter()
        .map(|row| row.try_get_by_index(0).expect("a database has a name"))
        .collect()
}

async fn run(admin: &DatabaseConnection, sql: &str) {
    if let Err(error) = admin.execute_unprepared(sql).await {
        panic!("the tests' PostgreSQL refused `{sql}`: {error}");
    }
}

// --- The cluster -----------------------------------------------------------------------------

/// The folder that a cluster lives in, and the user that it runs as.
#[derive(Clone, Debug)]
struct Home {
    folder: PathBuf,
    owner: Owner,
}

impl Home {
    /// Chooses the first folder in which the cluster's user can work.
    ///
    /// That is the target folder, unless it lies where that user may not go (a checkout below
    /// `/root`), its path is too long for a socket, or its file system knows no sockets.
    fn choose() -> Self {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let owner = Owner::choose();
        let apart = format!("masthead-test-{}-{:016x}", owner.uid, hash(target));
        let folders = [
            target.join("postgres"),
            Path::new("/tmp").join(&apart),
            Path::new("/var/tmp").join(&apart),
        ];

        let mut reasons = String::new();
        for folder in folders {
            let home = Self { folder, owner };
            match home.prepare() {
                Ok(()) => return home,
                Err(error) => {
                    let _ = fs::remove_dir(&home.folder);
                    reasons.push_str(&format!("\n  {}: {error}", home.folder.display()));
                }
            }
        }
        panic!("no folder in which PostgreSQL could run for the tests:{reasons}\n{WAY_OUT}");
    }

    /// Makes the folder the owner's own, and tries it out.
    fn prepare(&self) -> io::Result<()> {
        let plain = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
        if !self
            .folder
            .to_str()
            .is_some_and(|path| path.chars().all(plain))
        {
            return Err(io::Error::other(
                "the path has characters that would need quoting",
            ));
        }

        fs::create_dir_all(&self.folder)?;
        let found = fs::symlink_metadata(&self.folder)?;
        let ours = found.uid() == self.owner.uid || (self.owner.switch && found.uid() == 0);
        if !(found.is_dir() && ours) {
            return Err(io::Error::other("it belongs to someone else"));
        }

        let probe = self.folder.join("probe.s.PGSQL.5432.lock");
        let _ = fs::remove_file(&probe);
        UnixListener::bind(&probe)?;
        fs::remove_file(&probe)?;

        self.give(&self.folder)?;
        fs::set_permissions(&self.folder, Permissions::from_mode(0o700))?;
        let can_enter = self
            .as_owner("test")
            .arg("-w")
            .arg(&self.folder)
            .output()?
            .status;
        if !can_enter.success() {
            return Err(io::Error::other(
                "the user that PostgreSQL runs as cannot enter it",
            ));
        }
        Ok(())
    }

    /// Finds the cluster alive, or starts it; either way it stays for this process.
    fn join(self, install: &'static Install) -> Self {
        let found = || {
            self.await_end();
            self.touch() && self.is_alive(install)
        };
        // The first look may fall into the moment in which the watchdog holds the stamp.
        if !(found() || found()) {
            self.clear();
            self.start(install);
        }
        self.keep_alive();
        self
    }

    /// Waits for a watchdog that has taken the stamp to make up its mind.
    fn await_end(&self) {
        let begun = Instant::now();
        while self.path("ending").exists() && begun.elapsed() < PATIENCE {
            pause();
        }
        if !self.folder.exists() {
            self.prepare()
                .expect("a folder that was there can be made again");
        }
    }

    /// Says that a test is using the cluster; false if there is no cluster to be used.
    fn touch(&self) -> bool {
        let stamp = self.path("stamp");
        let written = File::options()
            .write(true)
            .open(&stamp)
            .and_then(|mut file| file.write_all(b"."));
        // If the watchdog took the file in between, it sees the new time and brings it back.
        let begun = Instant::now();
        while written.is_ok() && !stamp.exists() && begun.elapsed() < Duration::from_secs(5) {
            pause();
        }
        written.is_ok() && stamp.exists()
    }

    fn is_alive(&self, install: &Install) -> bool {
        let watchdog = File::open(self.path("watchdog"));
        let watched = watchdog.is_ok_and(|file| file.try_lock_shared().is_err());

        watched
            && fs::read_to_string(self.path("cluster")).is_ok_and(|was| was == install.settings())
            && UnixStream::connect(self.path("socket/.s.PGSQL.5432")).is_ok()
    }

    /// Stops whatever still runs here and empties the folder.
    fn clear(&self) {
        let _ = fs::remove_file(self.path("watchdog"));
        let lock = fs::read_to_string(self.path("data/postmaster.pid")).unwrap_or_default();
        if let Some(server) = lock.lines().next()
            && UnixStream::connect(self.path("socket/.s.PGSQL.5432")).is_ok()
        {
            let _ = command("kill").args(["-QUIT", server]).output();
            let begun = Instant::now();
            while self.path("data/postmaster.pid").exists() && begun.elapsed() < PATIENCE {
                pause();
            }
        }
        fs::remove_dir_all(&self.folder).expect("the folder of a dead cluster can be removed");
        self.prepare()
            .expect("a folder that was there can be made again");
    }

    fn start(&self, install: &Install) {
        let (data, socket) = (self.path("data"), self.path("socket"));
        for folder in [&data, &socket, &self.path("used")] {
            fs::create_dir(folder).expect("an empty folder takes more");
            fs::set_permissions(folder, Permissions::from_mode(0o700)).expect("it is ours");
            self.give(folder).expect("it is ours");
        }
        self.step(
            self.as_owner(install.bin.join("initdb"))
                .args(INITDB)
                .arg("-D")
                .arg(&data),
        );

        let settings = format!(
            "{SETTINGS}unix_socket_directories = '{}'\n",
            socket.display()
        );
        let mut file = File::options()
            .append(true)
            .open(data.join("postgresql.conf"));
        let appended = file
            .as_mut()
            .map(|file| file.write_all(settings.as_bytes()));
        appended
            .expect("initdb wrote the settings")
            .expect("the settings can be written");

        let mut start = self.as_owner(install.bin.join("pg_ctl"));
        start.args([
            "start",
            "-s",
            "-w",
            "-t",
            &PATIENCE.as_secs().to_string(),
            "-l",
        ]);
        self.step(start.arg(self.path("log")).arg("-D").arg(&data));
        self.create_role();

        fs::write(self.path("stamp"), ".").expect("the folder can be written");
        self.watch();
        fs::write(self.path("cluster"), install.settings()).expect("the folder can be written");
    }

    fn create_role(&self) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        runtime.expect("a runtime can be made").block_on(async {
            let admin = self
                .connect(SUPERUSER)
                .await
                .expect("a new cluster answers");
            run(&admin, &format!("CREATE ROLE {ROLE} LOGIN CREATEDB")).await;
            let _ = admin.close().await;
        });
    }

    /// Starts the watchdog, which holds nothing of ours: no output, no group, no folder.
    ///
    /// It does hold the lock on its own file, as its standard input: that it is still held is how
    /// one knows that the watchdog lives, whatever has become of its process id.
    fn watch(&self) {
        let mut file = File::create(self.path("watchdog")).expect("the folder can be written");
        file.lock().expect("a new file can be locked");
        let held = file.try_clone().expect("a file can be held twice");

        let mut shell = command("/bin/sh");
        shell
            .args(["-c", WATCHDOG, "masthead-test-postgres"])
            .arg(&self.folder)
            .arg(IDLE_MINUTES);
        shell
            .stdin(held)
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let child = shell.current_dir("/").process_group(0).spawn();
        let pid = child.expect("a shell can be started").id().to_string();
        file.write_all(pid.as_bytes())
            .expect("the folder can be written");
    }

    /// Keeps the stamp young while this process lives, however long its tests take.
    fn keep_alive(&self) {
        static BEATING: Once = Once::new();
        BEATING.call_once(|| {
            let home = self.clone();
            std::thread::spawn(move || {
                loop {
                    std::thread::sleep(Duration::from_mins(1));
                    home.touch();
                }
            });
        });
    }

    /// Runs one step of the start, and shows what it said if it fails.
    fn step(&self, command: &mut Command) {
        let output = command.output();
        let said = match &output {
            Ok(output) if output.status.success() => return,
            Ok(output) => String::from_utf8_lossy(&output.stderr).into_owned(),
            Err(error) => error.to_string(),
        };
        let log = fs::read_to_string(self.path("log")).unwrap_or_default();
        panic!("PostgreSQL did not start for the tests: {command:?}\n{said}\n{log}\n{WAY_OUT}");
    }

    async fn connect(&self, role: &str) -> Result<DatabaseConnection, DbErr> {
        let mut options = ConnectOptions::new(self.url(role, "postgres"));
        options
            .max_connections(1)
            .sqlx_logging(false)
            .acquire_timeout(PATIENCE);
        sea_orm::Database::connect(options).await
    }

    /// Everything is said, so that `PGPORT` and the like in the environment change nothing.
    fn url(&self, role: &str, database: &str) -> String {
        let socket = self.path("socket").display().to_string();
        format!("postgres://{role}@localhost:5432/{database}?host={socket}&sslmode=disable")
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn used(&self, template: &str) -> PathBuf {
        self.path("used").join(template)
    }

    fn give(&self, path: &Path) -> io::Result<()> {
        if self.owner.switch {
            std::os::unix::fs::chown(path, Some(self.owner.uid), Some(self.owner.gid))?;
        }
        Ok(())
    }

    /// A command as the cluster's user, in an environment that speaks of no other cluster.
    fn as_owner(&self, program: impl Into<OsString>) -> Command {
        let mut command = command(program);
        command
            .env_clear()
            .env("PATH", "/usr/local/bin:/usr/bin:/bin")
            .env("LC_ALL", "C");
        command.current_dir("/");
        if self.owner.switch {
            command.uid(self.owner.uid).gid(self.owner.gid);
        }
        command
    }
}

/// The user that PostgreSQL runs as: whoever runs the tests, but never root.
#[derive(Clone, Copy, Debug)]
struct Owner {
    uid: u32,
    gid: u32,
    switch: bool,
}

impl Owner {
    fn choose() -> Self {
        let ours = tempfile::tempfile().and_then(|file| file.metadata());
        let ours = ours.expect("a temporary file can be made");
        if ours.uid() != 0 {
            return Self {
                uid: ours.uid(),
                gid: ours.gid(),
                switch: false,
            };
        }

        let users = fs::read_to_string("/etc/passwd").unwrap_or_default();
        let named = |name: &str| users.lines().find_map(|line| Self::named(name, line));
        named("postgres")
            .or_else(|| named("nobody"))
            .unwrap_or_else(|| {
                panic!(
                    "PostgreSQL refuses to run as root; no user postgres or nobody here\n{WAY_OUT}"
                )
            })
    }

    fn named(name: &str, line: &str) -> Option<Self> {
        let fields: Vec<&str> = line.split(':').collect();
        let [user, _, uid, gid, ..] = fields[..] else {
            return None;
        };
        let (uid, gid) = (uid.parse().ok()?, gid.parse().ok()?);
        (user == name && uid != 0).then_some(Self {
            uid,
            gid,
            switch: true,
        })
    }
}

// --- The binaries ----------------------------------------------------------------------------

/// What to do about a PostgreSQL that is there and cannot be used.
const WAY_OUT: &str = "(MASTHEAD_TEST_POSTGRES=off leaves PostgreSQL out of the tests)";

/// The server's programs of one version.
#[derive(Debug)]
struct Install {
    bin: PathBuf,
    major: u32,
}

impl Install {
    /// Finds the newest installation, once, and obeys `MASTHEAD_TEST_POSTGRES`.
    fn wanted() -> Option<&'static Self> {
        static NEWEST: OnceLock<Option<Install>> = OnceLock::new();
        let wish = std::env::var("MASTHEAD_TEST_POSTGRES").unwrap_or_default();
        if wish == "off" {
            return None;
        }

        let newest = NEWEST.get_or_init(Self::newest).as_ref();
        assert!(
            newest.is_some() || wish != "required",
            "MASTHEAD_TEST_POSTGRES=required, but the server programs of PostgreSQL {OLDEST_MAJOR} \
             or later (initdb, pg_ctl, postgres) are neither on the PATH nor below \
             /usr/lib/postgresql; on Debian: apt-get install postgresql"
        );
        newest
    }

    fn newest() -> Option<Self> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let packaged = fs::read_dir("/usr/lib/postgresql")
            .into_iter()
            .flatten()
            .flatten();
        let folders =
            std::env::split_paths(&path).chain(packaged.map(|entry| entry.path().join("bin")));
        folders
            .filter_map(Self::found_in)
            .max_by_key(|install| install.major)
    }

    fn found_in(bin: PathBuf) -> Option<Self> {
        if !["initdb", "pg_ctl", "postgres"]
            .iter()
            .all(|name| bin.join(name).is_file())
        {
            return None;
        }
        let said = command(bin.join("postgres"))
            .arg("--version")
            .output()
            .ok()?
            .stdout;
        let said = String::from_utf8(said).ok()?;
        let major = said
            .split_whitespace()
            .nth(2)?
            .split(|c: char| !c.is_ascii_digit())
            .next()?;
        let major = major.parse().ok()?;
        (major >= OLDEST_MAJOR).then_some(Self { bin, major })
    }

    /// What a running cluster must have been started with to be used again.
    fn settings(&self) -> String {
        format!("PostgreSQL {}\n{SETTINGS}{INITDB:?}\n", self.major)
    }
}

// --- Small things ----------------------------------------------------------------------------

/// Waits for the other tests that look after the cluster; dropping the file lets them go on.
fn lock() -> File {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    fs::create_dir_all(folder).expect("cargo's folder for tests can be made");
    let file = File::options()
        .create(true)
        .append(true)
        .open(folder.join("postgres.lock"));
    let file = file.expect("the lock file can be opened");
    file.lock().expect("the lock file can be locked");
    file
}

/// Runs what would hold up the runtime on a thread for that.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(value) => value,
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
}

fn command(program: impl Into<OsString>) -> Command {
    let mut command = Command::new(program.into());
    command.stdin(Stdio::null());
    command
}

fn pause() {
    std::thread::sleep(Duration::from_millis(50));
}

fn age(path: &Path) -> Option<Duration> {
    fs::metadata(path)
        .and_then(|about| about.modified())
        .ok()?
        .elapsed()
        .ok()
}

/// A hash that is the same in every process of one build of the tests.
fn hash(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
