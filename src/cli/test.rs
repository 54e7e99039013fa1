//! `loket test`: holds the written conversations on the real content, then tells how each intent's examples do.
//!
//! Start with [`run`]; [`read_scripts`] and [`judge`] are for tests that do the same. Nothing is stored.

mod figures;
mod judge;
mod report;
mod script;

use std::path::{Path, PathBuf};
use std::{fs, io};

use super::exit::{Exit, Failure};
use super::{Common, content};
use crate::content::Catalogue;
use crate::dialogue::Knowledge;
use figures::Figures;
use report::Report;

pub use judge::{Held, Miss, hold, judge};
pub use script::{Claim, Expected, Problem, Script, Turn, parse_script, typed_turns};

/// Where the scripts are, from the folder of the content or the working directory.
const FOLDER: &str = "tests/conversations";

/// What `test` takes.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Args {
    /// Folder of the conversation scripts (*.txt) [default: tests/conversations beside the content, else here]
    #[arg(long, value_name = "DIR")]
    scripts: Option<PathBuf>,
    /// Leave out how the examples of each intent are recognised
    #[arg(long)]
    no_examples: bool,
    /// One JSON object instead of text
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args, common: &Common) -> Result<Exit, Failure> {
    let settings = content::settings(common)?;
    let folder = script_folder(args.scripts.as_deref(), settings.content_dir.as_deref())?;
    let load = if args.no_examples { content::knowledge } else { content::judging_knowledge };
    let knowledge = load(settings.content_dir.clone(), content::keep_if_there(&settings))?;
    let (scripts, problems) =
        read_scripts(&folder, &knowledge.catalogue).map_err(|error| unreadable(&folder, &error.to_string()))?;
    if scripts.is_empty() && problems.is_empty() {
        return Err(unreadable(&folder, "it holds no file that ends in .txt"));
    }
    let report = report(args, &knowledge, &scripts, problems);
    let mut out = anstream::stdout().lock();
    if args.json {
        report.write_json(&mut out)?;
    } else {
        report.write(&mut out)?;
    }
    Ok(report.exit())
}

fn report(args: &Args, knowledge: &Knowledge, scripts: &[Script], problems: Vec<Problem>) -> Report {
    let misses: Vec<Vec<Miss>> = scripts.iter().map(|script| judge(script, knowledge)).collect();
    Report {
        scripts: scripts.len(),
        passed: misses.iter().filter(|misses| misses.is_empty()).count(),
        failures: misses.concat(),
        problems,
        examples: (!args.no_examples).then(|| Figures::of(&knowledge.matcher, &knowledge.catalogue)),
    }
}

/// The scripts in `folder` in the order of names, and what is wrong with the others.
///
/// # Errors
/// When the folder or a script cannot be read.
pub fn read_scripts(folder: &Path, catalogue: &Catalogue) -> io::Result<(Vec<Script>, Vec<Problem>)> {
    let mut scripts = Vec::new();
    let mut problems = Vec::new();
    for (file, text) in script_texts(folder)? {
        match parse_script(&file, &text, catalogue) {
            Ok(script) => scripts.push(script),
            Err(found) => problems.extend(found),
        }
    }
    Ok((scripts, problems))
}

/// The scripts in `folder` as they are written, each with its path, in the order of names.
pub(super) fn script_texts(folder: &Path) -> io::Result<Vec<(String, String)>> {
    let read = |path: PathBuf| {
        let bytes = fs::read(&path)?;
        Ok((path.display().to_string(), String::from_utf8_lossy(&bytes).into_owned()))
    };
    files(folder)?.into_iter().map(read).collect()
}

fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<_>>()?;
    let is_script = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "txt");
    let mut files: Vec<PathBuf> = entries.into_iter().filter(is_script).collect();
    files.sort();
    Ok(files)
}

/// The folder of the scripts: the one named, else beside the content, else here.
pub(super) fn script_folder(named: Option<&Path>, content: Option<&Path>) -> Result<PathBuf, Failure> {
    let beside = content.into_iter().flat_map(|content| [content.join(FOLDER), content.join("..").join(FOLDER)]);
    let mut likely = beside.chain([PathBuf::from(FOLDER)]);
    let found = match named {
        Some(folder) => Some(folder.to_owned()).filter(|folder| folder.is_dir()),
        None => likely.find(|folder| folder.is_dir()),
    };
    found.ok_or_else(|| unreadable(named.unwrap_or(Path::new(FOLDER)), "it is not there, or is no folder"))
}

fn unreadable(folder: &Path, why: &str) -> Failure {
    let what = format!("no conversation scripts could be read in {}: {why}", folder.display());
    let remedy = "name the folder that holds them with `loket test --scripts DIR`, or make a first one with \
                  `loket new conversation nl-name`";
    Failure::new(Exit::CouldNotRun, what, remedy)
}
