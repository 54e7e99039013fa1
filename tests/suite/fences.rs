//! The fences between modules: what `ARCHITECTURE.md` promises of the arrows, read from the source itself.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::Visit;

/// Each top module and what it may use; the table of `ARCHITECTURE.md`.
const ARROWS: [(&str, &[&str]); 17] = [
    ("cores", &[]),
    ("text", &[]),
    ("moment", &[]),
    ("failpoint", &[]),
    ("diagnostic", &["text"]),
    ("privacy", &["text"]),
    ("content", &["text", "cores", "diagnostic"]),
    ("matching", &["text", "cores", "content"]),
    ("desk", &["moment"]),
    ("dialogue", &["text", "moment", "privacy", "content", "matching", "desk"]),
    ("statistics", &["content", "dialogue"]),
    ("store", &["failpoint", "dialogue", "privacy", "desk"]),
    ("channels", &["dialogue", "privacy", "desk"]),
    ("content_files", &["cores", "content", "diagnostic"]),
    (
        "service",
        &[
            "text",
            "cores",
            "failpoint",
            "privacy",
            "content",
            "matching",
            "desk",
            "dialogue",
            "statistics",
            "store",
            "channels",
            "content_files",
            "diagnostic",
        ],
    ),
    (
        "cli",
        &[
            "text",
            "cores",
            "failpoint",
            "privacy",
            "content",
            "matching",
            "desk",
            "dialogue",
            "statistics",
            "store",
            "channels",
            "content_files",
            "diagnostic",
            "service",
        ],
    ),
    ("main", &["cli"]),
];

/// Crates that only these modules may name.
const OWNERS: [(&str, &[&str]); 9] = [
    ("teloxide", &["channels::telegram"]),
    ("sled", &["store::sled"]),
    ("tokio", &["store", "channels", "content_files", "service", "cli"]),
    ("rustyline", &["cli::chat"]),
    ("hyper", &["service::http"]),
    ("subtle", &["channels::telegram", "desk"]),
    ("rustix", &["store::room", "service::control", "cli::doctor", "cli::dumps"]),
    ("chacha20poly1305", &["store::vault"]),
    ("landlock", &["cli::serve::sandbox"]),
];

/// Modules without clock, file, environment or network.
const PURE: [&str; 8] = ["text", "diagnostic", "privacy", "content", "matching", "desk", "dialogue", "statistics"];

struct File {
    /// `channels::telegram::send`, without `mod`.
    module: String,
    syntax: syn::File,
    text: String,
}

fn sources() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    collect(&root, &mut paths);
    paths.into_iter().map(|path| parse(&root, &path)).collect()
}

fn collect(folder: &Path, into: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            collect(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push(path);
        }
    }
}

fn parse(root: &Path, path: &Path) -> File {
    let text = fs::read_to_string(path).unwrap();
    let relative = path.strip_prefix(root).unwrap().with_extension("");
    let parts: Vec<&str> = relative.iter().filter_map(|part| part.to_str()).filter(|part| *part != "mod").collect();
    File { module: parts.join("::"), syntax: syn::parse_file(&text).unwrap(), text }
}

/// Every path of a file, in code and in `use`, as its segments.
#[derive(Default)]
struct Paths(Vec<Vec<String>>);

impl<'ast> Visit<'ast> for Paths {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.0.push(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        syn::visit::visit_path(self, path);
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        flatten(&item.tree, &mut Vec::new(), &mut self.0);
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        // Paths in the tokens of a macro are not parsed; their identifiers are enough to see a crate's name.
        self.0.extend(crates_in(&mac.tokens));
        syn::visit::visit_macro(self, mac);
    }
}

fn flatten(tree: &syn::UseTree, before: &mut Vec<String>, into: &mut Vec<Vec<String>>) {
    match tree {
        syn::UseTree::Path(path) => {
            before.push(path.ident.to_string());
            flatten(&path.tree, before, into);
            before.pop();
        }
        syn::UseTree::Name(name) => into.push([before.as_slice(), &[name.ident.to_string()]].concat()),
        syn::UseTree::Rename(name) => into.push([before.as_slice(), &[name.ident.to_string()]].concat()),
        syn::UseTree::Glob(_) => into.push(before.clone()),
        syn::UseTree::Group(group) => group.items.iter().for_each(|tree| flatten(tree, before, into)),
    }
}

/// `crate::x` and `tokio::…` inside macro tokens, as paths.
fn crates_in(tokens: &proc_macro2::TokenStream) -> Vec<Vec<String>> {
    let flat = tokens.to_string();
    let words: Vec<&str> = flat.split_whitespace().collect();
    let starts = words.windows(3).filter(|three| three[1] == "::");
    starts.map(|three| vec![three[0].to_owned(), three[2].to_owned()]).collect()
}

fn paths_of(file: &File) -> Vec<Vec<String>> {
    let mut paths = Paths::default();
    paths.visit_file(&file.syntax);
    paths.0
}

fn top(module: &str) -> &str {
    module.split("::").next().unwrap()
}

/// The top modules that `file` names, as `crate::…`, `loket::…` or `super::super::…` out of its own.
fn used_modules(file: &File) -> BTreeSet<String> {
    let depth = file.module.split("::").count();
    let mut used = BTreeSet::new();
    for path in paths_of(file) {
        let supers = path.iter().take_while(|segment| *segment == "super").count();
        let named = match path.first().map(String::as_str) {
            Some("crate" | "loket") => path.get(1),
            Some("super") if supers >= depth => path.get(supers),
            _ => None,
        };
        used.extend(named.cloned());
    }
    used.remove(top(&file.module));
    used
}

#[test]
fn arrows_between_modules_only_point_upward() {
    let allowed: BTreeMap<&str, &[&str]> = ARROWS.into_iter().collect();
    let mut wrong = Vec::new();
    for file in sources().iter().filter(|file| file.module != "lib") {
        let may = allowed.get(top(&file.module)).unwrap_or_else(|| panic!("{} is in no row of ARROWS", file.module));
        let used = used_modules(file);
        wrong.extend(
            used.iter().filter(|used| !may.contains(&used.as_str())).map(|used| format!("{} → {used}", file.module)),
        );
    }
    assert!(wrong.is_empty(), "arrows that the architecture does not have: {wrong:#?}");
}

#[test]
fn the_fence_sees_an_arrow_that_is_not_allowed() {
    let text = "use crate::store::Store;\nfn f() { let _ = crate::service::Clock::system(); }";
    let file = File { module: "dialogue::step".into(), syntax: syn::parse_file(text).unwrap(), text: text.into() };
    let used = used_modules(&file);
    assert_eq!(used.into_iter().collect::<Vec<_>>(), ["service", "store"]);
}

#[test]
fn only_their_owners_name_the_outer_crates() {
    let mut wrong = Vec::new();
    for file in sources() {
        let named: BTreeSet<String> = paths_of(&file).into_iter().filter_map(|path| path.into_iter().next()).collect();
        for (name, owners) in OWNERS {
            let owned =
                owners.iter().any(|owner| file.module == *owner || file.module.starts_with(&format!("{owner}::")));
            if named.contains(name) && !owned && !has_module_of_that_name(&file, name) {
                wrong.push(format!("{} names {name}", file.module));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// `store` has a module `sled`; naming that is not naming the crate.
fn has_module_of_that_name(file: &File, name: &str) -> bool {
    file.syntax.items.iter().any(|item| matches!(item, syn::Item::Mod(module) if module.ident == name))
}

#[test]
fn pure_modules_start_with_the_ban_on_clock_files_and_network() {
    for module in PURE {
        let file = sources().into_iter().find(|file| file.module == module).unwrap();
        let ban = "#![deny(clippy::disallowed_methods, clippy::disallowed_types)]";
        assert!(file.text.contains(ban), "src/{module}/mod.rs lacks the ban");
    }
}

#[test]
fn the_table_of_the_architecture_is_the_one_enforced() {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("ARCHITECTURE.md")).unwrap();
    for (module, uses) in ARROWS {
        let row = text.lines().find(|line| line.starts_with(&format!("| `{module}` |")));
        let row = row.unwrap_or_else(|| panic!("ARCHITECTURE.md has no row for {module}"));
        for used in uses {
            assert!(row.contains(&format!("`{used}`")), "the row of {module} does not allow {used}: {row}");
        }
    }
}

#[test]
fn main_is_small() {
    let main = sources().into_iter().find(|file| file.module == "main").unwrap();
    assert!(main.text.lines().count() < 80);
}
