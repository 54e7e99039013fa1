//! Has the program built anew when a content file comes or goes: the content is compiled in.

fn main() {
    for folder in ["intents", "answers", "tests/fixtures/content/base"] {
        println!("cargo:rerun-if-changed={folder}");
    }
}
