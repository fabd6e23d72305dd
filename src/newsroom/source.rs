//! Where records come from: a folder, a file of lines, or a folder inside this program.

use std::fs::File;
use std::io::{BufRead, BufReader, Lines};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use include_dir::Dir;
use serde_json::Value as Json;

use super::domain::{Fault, Place, Record};

/// Where a newsroom is read from.
#[derive(Debug, Clone)]
pub enum Source {
    /// All records below a folder, in any order.
    Folder(PathBuf),
    /// An `.ndjson` file: one record a line, each after those that it names.
    Lines(PathBuf),
    /// A folder inside this program.
    Embedded(&'static Dir<'static>),
}

/// What was read: a record, or why a line or a member of a list is none.
pub type Read = std::result::Result<Record, Fault>;

impl Source {
    /// The source at a path: a folder, or an `.ndjson` file.
    ///
    /// # Errors
    /// When it is neither.
    pub fn at(path: &Path) -> Result<Self> {
        if path.is_dir() {
            return Ok(Self::Folder(path.to_owned()));
        }
        if has_ending(path, "ndjson") && path.is_file() {
            return Ok(Self::Lines(path.to_owned()));
        }
        bail!("{} is neither a folder nor an .ndjson file", path.display())
    }

    /// The records of a folder, all at once, in the order of their paths.
    ///
    /// # Errors
    /// When a file cannot be read, or is no JSON.
    pub fn read_folder(&self) -> Result<Vec<Read>> {
        let mut records = Vec::new();
        match self {
            Self::Folder(root) => {
                for path in files_below(root)? {
                    let text = std::fs::read_to_string(&path)
                        .with_context(|| format!("cannot read {}", path.display()))?;
                    read_file(
                        path.strip_prefix(root).unwrap_or(&path),
                        &text,
                        &mut records,
                    )?;
                }
            }
            Self::Embedded(dir) => {
                let mut files = Vec::new();
                embedded_below(dir, &mut files);
                for (path, text) in files {
                    read_file(path, text, &mut records)?;
                }
            }
            Self::Lines(path) => bail!("{} is read line by line", path.display()),
        }
        Ok(records)
    }

    /// The records of a file of lines, one after the other.
    ///
    /// # Errors
    /// When the file cannot be opened, or there is none.
    pub fn read_lines(path: &Path) -> Result<RecordLines> {
        let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
        let name = path.file_name().unwrap_or(path.as_os_str());
        Ok(RecordLines {
            file: name.to_string_lossy().into(),
            lines: BufReader::with_capacity(1 << 16, file).lines(),
            line: 0,
        })
    }

    /// The bytes of a file that a record in `file` names by a path below its own folder.
    ///
    /// # Errors
    /// When there is no such file, or the path leads out of the folder.
    pub fn bytes(&self, file: &str, named: &str) -> Result<Vec<u8>> {
        let is_below = Path::new(named)
            .components()
            .all(|part| matches!(part, std::path::Component::Normal(_)));
        if !is_below {
            bail!("a path below the record's own folder");
        }
        let beside = Path::new(file)
            .parent()
            .unwrap_or(Path::new(""))
            .join(named);
        match self {
            Self::Folder(root) => Ok(std::fs::read(root.join(beside))?),
            Self::Lines(path) => {
                let folder = path.parent().unwrap_or(Path::new(""));
                Ok(std::fs::read(folder.join(beside))?)
            }
            Self::Embedded(dir) => {
                let file = dir.get_file(&beside).context("no such file")?;
                Ok(file.contents().to_vec())
            }
        }
    }
}

/// Records of a file of lines.
pub struct RecordLines {
    file: Arc<str>,
    lines: Lines<BufReader<File>>,
    line: usize,
}

impl Iterator for RecordLines {
    type Item = Result<Read>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let text = match self.lines.next()? {
                Ok(text) => text,
                Err(error) => return Some(Err(error.into())),
            };
            self.line += 1;
            if !text.trim().is_empty() {
                return Some(Ok(read_line(&self.file, self.line, &text)));
            }
        }
    }
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension()
        .is_some_and(|own| own.eq_ignore_ascii_case(ending))
}

fn is_readable(path: &Path) -> bool {
    has_ending(path, "json") || has_ending(path, "ndjson")
}

/// Readable files below a folder, in the order of their paths.
fn files_below(root: &Path) -> Result<Vec<PathBuf>> {
    let (mut files, mut folders) = (Vec::new(), vec![root.to_owned()]);
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder)
            .with_context(|| format!("cannot read {}", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if is_readable(&path) {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

fn embedded_below(dir: &'static Dir<'static>, files: &mut Vec<(&'static Path, &'static str)>) {
    let mut own: Vec<_> = dir
        .files()
        .filter(|file| is_readable(file.path()))
        .filter_map(|file| Some((file.path(), file.contents_utf8()?)))
        .collect();
    own.sort();
    files.extend(own);
    dir.dirs().for_each(|below| embedded_below(below, files));
}

/// Reads the records of one file of a folder.
fn read_file(path: &Path, text: &str, records: &mut Vec<Read>) -> Result<()> {
    let file: Arc<str> = path.to_string_lossy().into();
    if has_ending(path, "ndjson") {
        let lines = text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.trim().is_empty());
        records.extend(lines.map(|(line, text)| read_line(&file, line + 1, text)));
        return Ok(());
    }
    match serde_json::from_str(text).with_context(|| format!("{file} is no JSON"))? {
        Json::Array(list) => records.extend(list.into_iter().enumerate().map(|(place, value)| {
            Record::read(
                Place {
                    file: Arc::clone(&file),
                    line: Some(place + 1),
                },
                value,
            )
        })),
        value => records.push(Record::read(Place { file, line: None }, value)),
    }
    Ok(())
}

fn read_line(file: &Arc<str>, line: usize, text: &str) -> Read {
    let place = Place {
        file: Arc::clone(file),
        line: Some(line),
    };
    match serde_json::from_str(text) {
        Ok(value) => Record::read(place, value),
        Err(error) => {
            let message = error.to_string();
            Err(Fault {
                place,
                record: String::new(),
                path: String::new(),
                message,
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_read_in_the_order_of_its_paths_lists_and_lines_alike() {
        let folder = tempfile::tempdir().unwrap();
        let write =
            |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        std::fs::create_dir(folder.path().join("more")).unwrap();
        write(
            "b.json",
            r#"[{"tag":{"key":"two"}},{"tag":{"key":"three"}}]"#,
        );
        write("a.json", r#"{"tag":{"key":"one"}}"#);
        write(
            "more/c.ndjson",
            "{\"tag\":{\"key\":\"four\"}}\n\n{\"tag\":{\"key\":\"five\"}}\n",
        );
        write("notes.md", "no record");

        let records = Source::at(folder.path()).unwrap().read_folder().unwrap();

        let keys: Vec<_> = records.into_iter().map(|read| read.unwrap().key).collect();
        assert_eq!(keys, ["one", "two", "three", "four", "five"]);
    }

    #[test]
    fn a_line_that_is_no_json_is_told_with_its_number() {
        let file: Arc<str> = "dump.ndjson".into();

        let fault = read_line(&file, 17, "{").unwrap_err();

        assert!(
            fault.to_string().starts_with("dump.ndjson:17: EOF"),
            "{fault}"
        );
    }

    #[test]
    fn a_named_file_stands_below_the_folder_of_its_record() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("pictures/media")).unwrap();
        std::fs::write(folder.path().join("pictures/media/a.jpg"), b"bytes").unwrap();
        let source = Source::Folder(folder.path().to_owned());

        assert_eq!(
            source.bytes("pictures/assets.json", "media/a.jpg").unwrap(),
            b"bytes"
        );
        assert!(
            source
                .bytes("pictures/assets.json", "../pictures/media/a.jpg")
                .is_err()
        );
        assert!(source.bytes("pictures/assets.json", "/etc/hosts").is_err());
    }
}
