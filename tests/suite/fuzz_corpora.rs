//! Every input that was kept in `fuzz/corpus/` is survived by its target.

use std::fs;

#[path = "../../fuzz/targets.rs"]
#[allow(dead_code, unreachable_pub, reason = "cargo fuzz uses all of it")]
mod targets;

#[test]
fn t13_what_was_kept_of_fuzzing_is_survived_by_every_target() {
    for (name, target) in targets::ALL {
        let folder = targets::root().join("fuzz/corpus").join(name);
        let inputs: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert!(inputs.len() >= 3, "{name} has no corpus");
        for input in inputs {
            target(&fs::read(&input).unwrap());
        }
    }
}

#[test]
fn every_target_has_a_program_for_cargo_fuzz() {
    let manifest = fs::read_to_string(targets::root().join("fuzz/Cargo.toml")).unwrap();
    for (name, _) in targets::ALL {
        assert!(targets::root().join(format!("fuzz/fuzz_targets/{name}.rs")).exists(), "{name}");
        assert!(manifest.contains(&format!("name = \"{name}\"")), "{name}");
    }
}
