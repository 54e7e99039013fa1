use super::*;
use std::fs;
use std::os::unix::fs::PermissionsExt;

/// A folder with `loket.toml` in it.
struct Folder(tempfile::TempDir);

impl Folder {
    fn with(config: &str) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        fs::write(folder.config(), config).unwrap();
        folder
    }

    fn config(&self) -> PathBuf {
        self.0.path().join("loket.toml")
    }

    fn token_file(&self, token: &str, mode: u32) -> PathBuf {
        let path = self.0.path().join("token");
        fs::write(&path, token).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        path
    }

    fn load(&self, variables: &[(&str, &str)]) -> Result<Settings, SettingsError> {
        Settings::load(Some(&self.config()), lookup(variables))
    }

    /// All problems as `file line: key`, or `variable: key`.
    fn problems(&self, variables: &[(&str, &str)]) -> Vec<String> {
        let error = self.load(variables).expect_err("something is wrong");
        let name = |place: &Place| place.to_string().replace(&self.config().display().to_string(), "file");
        error.problems.iter().map(|problem| format!("{}: {}", name(&problem.place), problem.key)).collect()
    }
}

fn lookup<'a>(variables: &'a [(&'a str, &'a str)]) -> impl Fn(&str) -> Option<String> + 'a {
    |name| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
}

fn from_variables(variables: &[(&str, &str)]) -> Settings {
    Settings::load(None, lookup(variables)).unwrap()
}

#[test]
fn without_a_file_and_variables_everything_has_its_default() {
    let settings = from_variables(&[]);
    assert_eq!(settings.api_url, "https://api.telegram.org");
    assert_eq!((settings.idle_days, settings.poll_timeout_seconds, settings.log_level), (30, 30, LogLevel::Info));
    let pace = Pace { overall_per_second: 30.0, per_chat_per_second: 1.0, per_chat_burst: 3, per_group_per_minute: 20 };
    assert_eq!(settings.pace, pace);
    assert_eq!((settings.operator, settings.token, settings.data_dir), (None, None, None));
    assert_eq!((settings.answer_threshold, settings.clarify_threshold), (None, None));
    assert_eq!(settings.warnings, []);
}

#[test]
fn the_file_sets_every_key_and_its_paths_begin_at_its_folder() {
    let folder = Folder::with(
        "operator = 'Politie-eenheid Noord'\ndata-dir = 'data'\ncontent-dir = '/srv/content'\n\
         api-url = 'http://127.0.0.1:8081/'\ntoken-file = 'token'\nidle-days = 7\nlog-level = 'debug'\n\
         poll-timeout-seconds = 5\n[pace]\noverall-per-second = 20\nper-chat-per-second = 0.5\nper-chat-burst = 1\n\
         [thresholds]\nanswer = 0.9\nclarify = 0.25\n",
    );
    folder.token_file("123456:TEST\n", 0o600);
    let settings = folder.load(&[]).unwrap();
    assert_eq!(settings.operator.as_deref(), Some("Politie-eenheid Noord"));
    assert_eq!(settings.data_dir, Some(folder.0.path().join("data")));
    assert_eq!(settings.content_dir, Some(PathBuf::from("/srv/content")));
    assert_eq!(settings.api_url, "http://127.0.0.1:8081");
    assert_eq!(settings.token.as_ref().map(Token::expose), Some("123456:TEST"));
    assert_eq!((settings.idle_days, settings.poll_timeout_seconds, settings.log_level), (7, 5, LogLevel::Debug));
    let pace = Pace { overall_per_second: 20.0, per_chat_per_second: 0.5, per_chat_burst: 1, per_group_per_minute: 20 };
    assert_eq!(settings.pace, pace);
    assert_eq!((settings.answer_threshold, settings.clarify_threshold), (Some(0.9), Some(0.25)));
    assert_eq!(settings.warnings, []);
}

#[test]
fn how_much_may_be_answered_wrong_is_given_instead_of_where_answering_begins() {
    let folder = Folder::with("[thresholds]\nwrong = 0.03\n");
    assert_eq!(folder.load(&[]).unwrap().wrong_at_most, Some(0.03));
    let both = Folder::with("[thresholds]\nwrong = 0.03\nanswer = 0.7\n");
    assert_eq!(both.problems(&[]), ["file:2: thresholds.wrong"]);
}

#[test]
fn a_variable_overrides_the_file_and_an_empty_one_does_not() {
    let folder = Folder::with("idle-days = 7\napi-url = 'https://a.example'\n[pace]\nper-chat-burst = 2\n");
    let variables = [("LOKET_IDLE_DAYS", "8"), ("LOKET_PACE_PER_CHAT_BURST", " "), ("LOKET_DATA_DIR", "here")];
    let settings = folder.load(&variables).unwrap();
    assert_eq!((settings.idle_days, settings.pace.per_chat_burst), (8, 2));
    assert_eq!(settings.data_dir, Some(PathBuf::from("here")));
    assert_eq!(folder.load(&[("TELOXIDE_API_URL", "https://b.example")]).unwrap().api_url, "https://b.example");
}

#[test]
fn everything_wrong_is_named_with_its_line_in_one_run() {
    let folder = Folder::with(
        "idle-day = 7\noperator = 12\nidle-days = 'x'\nlog-level = 'loud'\napi-url = 'telegram'\n\
         [pace]\nper-chat-burst = 1.5\nburst = 1\n[thresholds]\nanswer = 0.2\nclarify = 0.5\n[extra]\n",
    );
    let expected = [
        "file:1: idle-day",
        "file:12: extra",
        "file:8: pace.burst",
        "file:2: operator",
        "file:5: api-url",
        "file:3: idle-days",
        "file:7: pace.per-chat-burst",
        "file:4: log-level",
        "file:11: thresholds.clarify",
    ];
    let mut found = folder.problems(&[]);
    found.sort();
    let mut expected = expected.map(str::to_owned);
    expected.sort();
    assert_eq!(found, expected);
    let text = folder.load(&[]).unwrap_err().to_string();
    assert!(text.contains("loket.toml:1: idle-day: there is no such setting; the nearest one is idle-days"), "{text}");
}

#[test]
fn problems_come_in_the_order_of_the_file() {
    let folder = Folder::with("poll-timeout-seconds = 0\nidle-days = 0\n\n\n\n\n\n\n\n[pace]\nper-chat-burst = 0\n");
    let expected = ["file:1: poll-timeout-seconds", "file:2: idle-days", "file:11: pace.per-chat-burst"];
    assert_eq!(folder.problems(&[]), expected);
}

#[test]
fn a_variable_out_of_range_is_named() {
    let folder = Folder::with("");
    for value in ["0", "3651", "-1", "1.5", "NaN", "seven"] {
        assert_eq!(folder.problems(&[("LOKET_IDLE_DAYS", value)]), ["LOKET_IDLE_DAYS: idle-days"], "{value}");
    }
}

#[test]
fn broken_toml_is_named_with_its_line_and_the_rest_is_still_checked() {
    let folder = Folder::with("operator = \nidle-days = 0\n");
    assert_eq!(folder.problems(&[]), ["file:1: ", "file:2: idle-days"]);
}

#[test]
fn a_file_that_is_not_there_or_not_text_is_named() {
    let folder = Folder::with("");
    fs::write(folder.config(), [0xff, 0xfe]).unwrap();
    assert_eq!(folder.problems(&[]), ["file: "]);
    fs::remove_file(folder.config()).unwrap();
    assert_eq!(folder.problems(&[]), ["file: "]);
}

#[test]
fn the_data_folder_is_the_platforms_own() {
    let of = |variables: &[(&str, &str)]| from_variables(variables).data_dir;
    let home = ("HOME", "/home/a");
    assert_eq!(of(&[home]), Some("/home/a/.local/share/loket".into()));
    assert_eq!(of(&[home, ("XDG_DATA_HOME", "/x")]), Some("/x/loket".into()));
    assert_eq!(of(&[home, ("XDG_DATA_HOME", "relative")]), Some("/home/a/.local/share/loket".into()));
    assert_eq!(of(&[home, ("STATE_DIRECTORY", "/var/lib/loket:/var/lib/b")]), Some("/var/lib/loket".into()));
    let error = from_variables(&[]).require_data_dir().unwrap_err().to_string();
    assert!(error.contains("LOKET_DATA_DIR"), "{error}");
}

#[test]
fn the_token_comes_from_the_first_place_there_is() {
    let folder = Folder::with("token-file = 'token'");
    let file = folder.token_file("1:from-file", 0o600);
    let credentials = tempfile::tempdir().unwrap();
    fs::write(credentials.path().join("token"), "1:from-systemd").unwrap();
    fs::set_permissions(credentials.path().join("token"), fs::Permissions::from_mode(0o400)).unwrap();
    let variables = [
        ("LOKET_TOKEN_FILE", file.to_str().unwrap()),
        ("LOKET_TOKEN", "1:from-loket"),
        ("TELOXIDE_TOKEN", "1:from-teloxide"),
        ("CREDENTIALS_DIRECTORY", credentials.path().to_str().unwrap()),
    ];
    let expected = ["1:from-file", "1:from-loket", "1:from-teloxide", "1:from-file"];
    for (gone, expected) in expected.into_iter().enumerate() {
        assert_eq!(folder.load(&variables[gone..]).unwrap().token.unwrap().expose(), expected);
    }
    let settings = from_variables(&[("CREDENTIALS_DIRECTORY", credentials.path().to_str().unwrap())]);
    assert_eq!(settings.token.unwrap().expose(), "1:from-systemd");
    assert_eq!(from_variables(&[("CREDENTIALS_DIRECTORY", "/nowhere")]).token, None);
}

#[test]
fn no_token_says_how_to_get_one() {
    let error = from_variables(&[]).require_token().unwrap_err().to_string();
    assert!(error.contains("@BotFather") && error.contains("LOKET_TOKEN_FILE"), "{error}");
}

#[test]
fn t17_a_wrong_token_is_refused_without_being_shown() {
    let canary = "123456:kanarie kanarie";
    let folder = Folder::with(&format!("token = '{canary}'"));
    let file = folder.token_file(canary, 0o600);
    let file = file.to_str().unwrap();
    for variables in [[("LOKET_TOKEN_FILE", file)], [("LOKET_TOKEN", canary)], [("LOKET_IDLE_DAYS", canary)]] {
        let error = folder.load(&variables).unwrap_err();
        assert_eq!(error.problems.len(), 2);
        assert!(!format!("{error} {error:?}").contains("kanarie"), "{error}");
        assert!(error.to_string().contains("token-file"), "{error}");
    }
}

#[test]
fn t17_a_wrong_token_stops_only_what_needs_one() {
    let settings = from_variables(&[("LOKET_TOKEN", "123456:kanarie kanarie")]);
    let error = settings.require_token().unwrap_err();
    assert!(error.to_string().starts_with("LOKET_TOKEN: this is no bot token"), "{error}");
    assert!(!format!("{error:?} {settings:?}").contains("kanarie"));
}

#[test]
fn an_empty_token_file_is_named_as_such() {
    let folder = Folder::with("");
    let file = folder.token_file("\n", 0o600);
    let error = from_variables(&[("LOKET_TOKEN_FILE", file.to_str().unwrap())]).require_token().unwrap_err();
    assert!(error.to_string().contains("is empty; put the token in it"), "{error}");
}

#[test]
fn t17_the_token_shows_itself_nowhere() {
    let settings = from_variables(&[("TELOXIDE_TOKEN", "123456:kanarie")]);
    let token = settings.require_token().unwrap();
    assert_eq!(format!("{token} {token:?}"), "[token] [token]");
    assert!(!format!("{settings:?}").contains("kanarie"));
}

#[test]
fn a_token_has_a_number_a_colon_and_a_secret() {
    for good in ["123456:TEST", "8012345678:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw_-x", " 1:abcd\r\n"] {
        assert!(Token::parse(good).is_some(), "{good}");
    }
    for bad in
        ["", ":", "abc:TEST", "123456", "123456:", "123456:TES", "123456:TE ST", "123456:TEST\n123456:TEST", "１:TEST"]
    {
        assert!(Token::parse(bad).is_none(), "{bad}");
    }
}

#[test]
fn t39_a_token_that_every_user_can_read_is_refused_with_what_to_do() {
    let folder = Folder::with("");
    for mode in [0o644, 0o604, 0o666] {
        let file = folder.token_file("123456:KANARIE", mode);
        let refused = from_variables(&[("LOKET_TOKEN_FILE", file.to_str().unwrap())]).require_token().unwrap_err();
        let said = refused.to_string();
        assert!(said.contains("every user") && said.contains("chmod 600") && !said.contains("KANARIE"), "{said}");
    }
    let file = folder.token_file("123456:KANARIE", 0o640);
    assert!(from_variables(&[("LOKET_TOKEN_FILE", file.to_str().unwrap())]).require_token().is_ok());
}

#[test]
fn what_should_be_mended_is_a_warning() {
    let settings = from_variables(&[("TELOXIDE_TOKEN", "1:TEST"), ("LOKET_API_URL", "http://bot.example:8081")]);
    assert_eq!(settings.warnings, [Warning::PlainHttp, Warning::TokenInVariable("TELOXIDE_TOKEN")]);
    for local in ["http://localhost:1", "http://127.0.0.1", "http://[::1]:8081", "https://bot.example"] {
        assert_eq!(from_variables(&[("LOKET_API_URL", local)]).warnings, []);
    }
}

#[test]
fn an_address_of_no_server_is_refused() {
    let folder = Folder::with("");
    for url in ["telegram", "ftp://a.example", "https://", "https:///path", "http://a b", "https://user@a.example"] {
        assert_eq!(folder.problems(&[("LOKET_API_URL", url)]), ["LOKET_API_URL: api-url"], "{url}");
    }
}
