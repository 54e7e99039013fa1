//! Arguments, settings, token and network: each wrong one has its exit code and says what to do.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::time::Duration;

use crate::bot::Start;
use crate::command_support::{Desk, Run, base};
use crate::pretend::Pretend;

#[test]
fn arguments_that_do_not_exist_are_refused_with_the_nearest_one_and_where_help_is() {
    let desk = Desk::new();
    desk.loket("chta").run().refused(2, &["unrecognized subcommand 'chta'", "'chat'", "--help"]);
    desk.loket("frobnicate").run().refused(2, &["unrecognized subcommand", "Usage", "--help"]);
    desk.loket("serve --delete-webhok").run().refused(2, &["--delete-webhook"]);
    desk.loket("chat --data").run().refused(2, &["--data <DIR>"]);
    desk.loket("ask").run().refused(2, &["<MESSAGE>", "--help"]);
    desk.loket("eval").run().refused(2, &["<FILE>", "--help"]);
    desk.loket("").run().refused(2, &["chat", "serve", "First steps", "Exit codes"]);
    desk.loket("check --explain no-such-code").run().refused(2, &["there is no code `no-such-code`", "help:"]);
}

#[test]
fn help_and_version_are_no_failures() {
    let desk = Desk::new();
    for arguments in ["--help", "--version", "chat --help", "serve --help", "ask --help", "check --help", "eval --help"]
    {
        let ran = desk.loket(arguments).run();
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{arguments}");
    }
}

#[test]
fn settings_that_are_wrong_are_all_named_in_one_run_with_their_lines() {
    let desk = Desk::new();
    fs::write(desk.path("loket.toml"), "operater = 'x'\nidle-days = 0\n").unwrap();
    for command in ["chat", "ask hoi", "serve", "eval x.tsv"] {
        let ran = desk.small(command).arg("--config").arg("loket.toml").set("LOKET_TOKEN", "secret").run();
        ran.refused(
            2,
            &["loket.toml:1: operater", "operator\n", "loket.toml:2: idle-days", "LOKET_TOKEN: this is no bot"],
        );
        assert!(!ran.err.contains("secret"));
    }
    desk.small("ask hoi --config nowhere.toml")
        .run()
        .refused(2, &["nowhere.toml: the settings cannot be read", "--config"]);
}

#[test]
fn without_a_token_it_says_how_to_get_and_give_one() {
    let desk = Desk::new();
    for run in [desk.small("serve"), desk.small("serve").set("LOKET_TOKEN", "")] {
        run.run().refused(4, &["no bot token", "@BotFather", "LOKET_TOKEN_FILE", "loket chat"]);
    }
    assert!(!desk.data().exists(), "nothing is made before that");
}

/// `command` with every kind of token that cannot be used, and what is said of it.
fn unusable_tokens(desk: &Desk, command: &str) -> [(Run, &'static str); 5] {
    for (name, text) in [("empty", ""), ("blank", " \n"), ("other", "123456:kanarie kanarie\n")] {
        fs::write(desk.path(name), text).unwrap();
        fs::set_permissions(desk.path(name), fs::Permissions::from_mode(0o600)).unwrap();
    }
    let file = |name: &str| desk.small(command).set("LOKET_TOKEN_FILE", desk.path(name));
    [
        (file("empty"), "empty is empty; put the token in it"),
        (file("blank"), "blank is empty; put the token in it"),
        (file("nowhere"), "nowhere cannot be read"),
        (file("other"), "LOKET_TOKEN_FILE: this is no bot token; it has to look like 123456789:AAbb"),
        (desk.small(command).set("LOKET_TOKEN", "kanarie"), "LOKET_TOKEN: this is no bot token"),
    ]
}

#[test]
fn a_token_that_cannot_be_used_ends_the_start_with_the_code_for_tokens_and_is_not_shown() {
    let desk = Desk::new();
    for (run, words) in unusable_tokens(&desk, "serve") {
        let ran = run.run();
        ran.refused(4, &[words]);
        assert!(!ran.err.contains("kanarie"), "{}", ran.err);
    }
}

#[test]
fn what_needs_no_token_does_not_mind_a_wrong_one() {
    let desk = Desk::new();
    for (run, _) in unusable_tokens(&desk, "chat --json") {
        assert_eq!(run.reads("hoi\n").run().turns().len(), 1);
    }
    for (run, _) in unusable_tokens(&desk, "ask --json hoi") {
        assert_eq!(run.run().turns().len(), 1);
    }
}

#[tokio::test]
async fn without_a_network_it_says_which_server_does_not_answer_and_a_signal_ends_it_at_once() {
    let desk = Desk::new();
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for signal in ["TERM", "INT"] {
        let data = desk.path(signal);
        let bot = Start::new(format!("http://{closed}"), "123456:TEST", &data).run();
        let log = bot.has_logged("telegram_unreachable").await;
        assert!(log.contains(&format!("no answer from http://{closed}: check the network")), "{log}");
        assert!(log.contains("no connection") && log.contains("trying again in"), "{log}");
        assert!(bot.stop(signal).await.success());
    }
}

#[test]
fn a_reader_that_goes_away_has_seen_what_it_wanted() {
    let desk = Desk::new();
    fs::write(desk.path("rows.tsv"), "text\tlang\tintent\nhoi\tnl\tgreeting\n").unwrap();
    for command in ["--help", "ask hoi", "ask --json hoi", "check --explain toml-syntax", "eval rows.tsv"] {
        assert_eq!(desk.small(command).run_unread(), Some(0), "{command}");
    }
    assert_eq!(desk.loket("check").arg("--content").arg(base()).run_unread(), Some(0));
    fs::create_dir(desk.path("empty")).unwrap();
    assert_eq!(desk.loket("check --content empty").run_unread(), Some(1), "problems are counted all the same");
}

#[test]
fn output_that_cannot_be_written_is_named() {
    let desk = Desk::new();
    for command in ["ask hoi", "chat --json", "check"] {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let (code, err) = desk.small(command).reads("hoi\n").run_into(full);
        assert_eq!(code, Some(2), "{err}");
        assert!(err.contains("cannot write") && err.contains("check where the output goes"), "{err}");
    }
}

#[tokio::test]
async fn a_log_that_nobody_reads_any_more_does_not_end_the_service() {
    let pretend = Pretend::start().await.with_patience(Duration::from_secs(60));
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let bot = Start::new(pretend.url(), pretend.token(), &data).run_logging_to(writer);
    pretend.citizen(7).says("/start complaint");
    pretend.wait_for(7, 2).await;
    assert!(bot.stop("TERM").await.success());
}
