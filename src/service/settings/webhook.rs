//! Where Telegram brings updates, and the secret by which its requests are known.

use std::fmt;
use std::path::{Path, PathBuf};

use super::listen::{self, Listen};
use super::problem::{Problem, SettingsError, Warning};
use super::source::Source;
use super::token;
use crate::privacy::Sensitive;

const SHAPE: &str = "it has to be 16 to 256 of A–Z a–z 0–9 _ -, for instance what `openssl rand -hex 32` gives";
const MISSING: &str =
    "put one into a file and set LOKET_WEBHOOK_SECRET_FILE, or give systemd the credential webhook-secret";
/// The ports at which Telegram delivers.
const PORTS: [u16; 4] = [443, 80, 88, 8443];

/// Receiving at a webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    /// `webhook.url`: the public address, `https://…`.
    pub url: String,
    /// `webhook.listen`: where the reverse proxy passes requests on to.
    pub listen: Listen,
    /// From `LOKET_WEBHOOK_SECRET_FILE`, `LOKET_WEBHOOK_SECRET`, `webhook.secret-file` or the systemd credential
    /// `webhook-secret`; the first one there is.
    secret: Result<WebhookSecret, Problem>,
}

impl Webhook {
    /// The part of the address after the host, as the proxy passes it on.
    #[must_use]
    pub fn path(&self) -> &str {
        path_of(&self.url)
    }

    /// The secret.
    ///
    /// # Errors
    /// Where there is none, or one that cannot be used.
    pub fn require_secret(&self) -> Result<&WebhookSecret, SettingsError> {
        self.secret.as_ref().map_err(|problem| problem.clone().into())
    }
}

/// What Telegram repeats with every update. Shows itself nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookSecret(Sensitive<String>);

impl WebhookSecret {
    /// The secret in `text`, if it is long enough and Telegram can send it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let fits =
            (16..=256).contains(&text.len()) && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
        fits.then(|| Self(Sensitive::new(text.to_owned())))
    }

    /// The secret itself, for the one place that gives it to Telegram.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

impl fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

/// The webhook of the settings, if there is one.
pub(super) fn find(source: &mut Source<'_>) -> Option<Webhook> {
    let url = url(source);
    let listen = listen::find(source, "webhook.listen");
    match (source.has("webhook.url"), source.has("webhook.listen")) {
        (true, false) => {
            let remedy = "set it to where the reverse proxy passes requests on to, as 127.0.0.1:8080";
            source.refuse("webhook.listen", "is missing beside webhook.url", remedy);
        }
        (false, true) => {
            source.refuse("webhook.url", "is missing beside webhook.listen", "set it to the public https address");
        }
        _ => {}
    }
    let (url, listen) = (url?, listen?);
    Some(Webhook { url, listen, secret: secret(source) })
}

fn url(source: &mut Source<'_>) -> Option<String> {
    let url = source.text("webhook.url")?.trim().to_owned();
    let wrong = what_is_wrong(&url);
    if let Some(what) = wrong {
        source.refuse("webhook.url", what, "write it as https://loket.example.nl/telegram");
    }
    wrong.is_none().then_some(url)
}

fn what_is_wrong(url: &str) -> Option<&'static str> {
    let Some(host) = super::host_of(url).filter(|_| url.starts_with("https://")) else {
        return Some("is no https address that Telegram could deliver at");
    };
    if super::is_this_machine(host) {
        return Some("is an address of this machine, where Telegram cannot come");
    }
    if path_of(url).len() < 2 {
        return Some("has no path, by which the proxy would know what to pass on");
    }
    let authority = url.trim_start_matches("https://").split('/').next().unwrap_or_default();
    let port = authority.rsplit_once(':').filter(|(_, port)| !port.ends_with(']')).map(|(_, port)| port);
    match port {
        Some(port) if !port.parse().is_ok_and(|port| PORTS.contains(&port)) => {
            Some("has a port at which Telegram does not deliver: only 443, 80, 88 and 8443")
        }
        _ => None,
    }
}

fn path_of(url: &str) -> &str {
    let rest = url.strip_prefix("https://").unwrap_or(url);
    rest.find('/').and_then(|at| rest.get(at..)).unwrap_or_default()
}

/// The first secret there is, in the order of the token.
fn secret(source: &mut Source<'_>) -> Result<WebhookSecret, Problem> {
    if let Some(path) = source.variable("LOKET_WEBHOOK_SECRET_FILE") {
        return from_file(Path::new(&path));
    }
    if let Some(text) = source.variable("LOKET_WEBHOOK_SECRET") {
        source.warn(Warning::SecretInVariable("LOKET_WEBHOOK_SECRET"));
        return accepted(&text).map_err(|problem| problem.at("LOKET_WEBHOOK_SECRET"));
    }
    if let Some(path) = source.path("webhook.secret-file") {
        return from_file(&path);
    }
    let credentials = source.variable("CREDENTIALS_DIRECTORY");
    let credential = credentials.map(|folder| PathBuf::from(folder).join("webhook-secret"));
    match credential.filter(|path| path.exists()) {
        Some(path) => from_file(&path),
        None => Err(Problem::new("", "there is no secret for the webhook", MISSING)),
    }
}

fn from_file(path: &Path) -> Result<WebhookSecret, Problem> {
    let bytes = std::fs::read(path).map_err(|error| {
        let what = format!("the file {} with the webhook's secret cannot be read: {error}", path.display());
        Problem::new("", what, "name a file that this user may read")
    })?;
    if token::is_open_to_all(path) {
        let what = format!("every user of this machine can read the webhook's secret in {}", path.display());
        return Err(Problem::new("", what, format!("chmod 600 {}, and set another secret", path.display())));
    }
    accepted(&String::from_utf8_lossy(&bytes)).map_err(|problem| problem.at(&*path.display().to_string()))
}

fn accepted(text: &str) -> Result<WebhookSecret, Problem> {
    WebhookSecret::parse(text).ok_or_else(|| Problem::new("", "this is no secret for a webhook", SHAPE))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::settings::Settings;

    const SECRET: &str = "kanarie-0123456789";
    const BASE: [(&str, &str); 2] =
        [("LOKET_WEBHOOK_URL", "https://loket.example.nl/telegram"), ("LOKET_WEBHOOK_LISTEN", "127.0.0.1:8080")];

    fn load(variables: &[(&str, &str)]) -> Result<Settings, SettingsError> {
        let all: Vec<(&str, &str)> = BASE.iter().chain(variables).copied().collect();
        let lookup = |name: &str| all.iter().rev().find(|(known, _)| *known == name).map(|(_, v)| (*v).to_owned());
        Settings::load(None, lookup)
    }

    #[test]
    fn a_webhook_has_an_address_a_place_and_a_secret() {
        let webhook = load(&[("LOKET_WEBHOOK_SECRET", SECRET)]).unwrap().webhook.unwrap();
        assert_eq!((webhook.path(), webhook.listen.to_string().as_str()), ("/telegram", "127.0.0.1:8080"));
        assert_eq!(webhook.require_secret().unwrap().expose(), SECRET);
        assert!(!format!("{webhook:?}").contains("kanarie"));
    }

    #[test]
    fn t39_the_secret_comes_from_a_file_or_a_credential_and_open_files_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("webhook-secret");
        std::fs::write(&file, format!("{SECRET}\n")).unwrap();
        let allow = |mode| std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
        for (name, value) in [("LOKET_WEBHOOK_SECRET_FILE", &*file), ("CREDENTIALS_DIRECTORY", folder.path())] {
            allow(0o644);
            let refused =
                load(&[(name, value.to_str().unwrap())]).unwrap().webhook.unwrap().require_secret().unwrap_err();
            assert!(refused.to_string().contains("chmod 600"), "{refused}");
            allow(0o600);
            let settings = load(&[(name, value.to_str().unwrap())]).unwrap();
            assert_eq!(settings.webhook.unwrap().require_secret().unwrap().expose(), SECRET);
        }
    }

    #[test]
    fn t07_without_a_secret_or_with_a_weak_one_it_is_refused_in_words_that_do_not_show_it() {
        let refusal = |variables: &[(&str, &str)]| {
            load(variables).unwrap().webhook.unwrap().require_secret().unwrap_err().to_string()
        };
        assert!(refusal(&[]).contains("LOKET_WEBHOOK_SECRET_FILE"));
        for weak in ["kanarie", "kanarie kanarie kanarie", "kanarie-kanarie-é", &"kanarie".repeat(37)] {
            let text = refusal(&[("LOKET_WEBHOOK_SECRET", weak)]);
            assert!(text.contains("16 to 256") && !text.contains("kanarie"), "{text}");
        }
    }

    #[test]
    fn addresses_that_telegram_cannot_deliver_at_are_refused() {
        for url in [
            "http://loket.example.nl/telegram",
            "https://loket.example.nl",
            "https://loket.example.nl/",
            "https://loket.example.nl:8080/telegram",
            "https://127.0.0.1/telegram",
            "https://user@loket.example.nl/telegram",
            "telegram",
        ] {
            let error = load(&[("LOKET_WEBHOOK_URL", url)]).unwrap_err().to_string();
            assert!(error.contains("webhook.url"), "{url}: {error}");
        }
        assert!(load(&[("LOKET_WEBHOOK_URL", "https://loket.example.nl:8443/x")]).is_ok());
        let error = load(&[("LOKET_WEBHOOK_LISTEN", "0.0.0.0:8080")]).unwrap_err().to_string();
        assert!(error.contains("other machines could reach it"), "{error}");
    }

    #[test]
    fn one_half_of_a_webhook_is_refused() {
        let error = load(&[("LOKET_WEBHOOK_URL", "")]).unwrap_err().to_string();
        assert!(error.contains("webhook.url") && error.contains("is missing"), "{error}");
        let error = load(&[("LOKET_WEBHOOK_LISTEN", "")]).unwrap_err().to_string();
        assert!(error.contains("webhook.listen") && error.contains("is missing"), "{error}");
    }
}
