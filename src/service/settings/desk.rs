//! `[desk]`: who sits at the desk, where and when.

use super::source::Source;
use crate::channels::telegram::NO_PERSONS;
use crate::desk::{GroupId, Groups, Hours, Officers, OfficersError, Role, Rules};

/// The desk as the settings have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Desk {
    /// None is set up: nobody is handed over.
    None,
    /// One is meant, but there is something wrong with it: nobody is handed over, and the start says why. What was stored ends by its
    /// terms all the same.
    Off(String, Box<Rules>),
    /// This one.
    On(Box<Rules>),
}

impl Desk {
    /// The rules, if there is a desk.
    #[must_use]
    pub fn rules(&self) -> Option<&Rules> {
        match self {
            Self::On(rules) => Some(rules),
            Self::None | Self::Off(..) => None,
        }
    }

    /// How long what the desk stored is kept: also where it is closed; as usual where there is none.
    #[must_use]
    pub fn terms(&self) -> Rules {
        match self {
            Self::On(rules) | Self::Off(_, rules) => (**rules).clone(),
            Self::None => Rules::default(),
        }
    }
}

/// The keys that make a desk.
const MEANT: [&str; 2] = ["desk.officers", "desk.group"];

/// Reads the desk. What opens it to the wrong people is refused; what only leaves it without officers or a group closes it.
pub(super) fn find(source: &mut Source<'_>) -> Desk {
    let defaults = Rules::default();
    let hours = hours(source);
    let minutes = |source: &mut Source<'_>, key: &str, usual: u32| source.whole(key, 1..=100_000, usual);
    let rules = Rules {
        acknowledge_minutes: minutes(source, "desk.acknowledge-minutes", defaults.acknowledge_minutes),
        answer_minutes: minutes(source, "desk.answer-minutes", defaults.answer_minutes),
        claim_minutes: minutes(source, "desk.claim-minutes", defaults.claim_minutes),
        remind_minutes: minutes(source, "desk.remind-minutes", defaults.remind_minutes),
        topic_days: source.whole("desk.delete-topics-days", 0..=3650, defaults.topic_days),
        audit_days: source.whole("desk.audit-days", 30..=3650, defaults.audit_days),
        reopen_hours: source.whole("desk.reopen-hours", 1..=24 * 90, defaults.reopen_hours),
        hours,
        ..defaults
    };
    if !MEANT.iter().any(|key| source.has(key)) {
        return Desk::None;
    }
    let groups = groups(source);
    let listed = source.list("desk.officers");
    let seniors = source.list("desk.seniors");
    match Officers::parse(&listed, &seniors, &NO_PERSONS) {
        Err(error @ OfficersError::NoPerson(_)) => {
            let remedy = "list people by their own numbers; they must not write as the group or a channel";
            source.refuse("desk.officers", error.to_string(), remedy);
            Desk::Off(error.to_string(), Box::new(rules))
        }
        Err(error) => Desk::Off(format!("desk.officers: {error}"), Box::new(rules)),
        Ok(officers) => match groups {
            Ok(groups) => Desk::On(Box::new(Rules { officers, groups, ..rules })),
            Err(why) => Desk::Off(why, Box::new(rules)),
        },
    }
}

fn hours(source: &mut Source<'_>) -> Hours {
    let listed = |source: &mut Source<'_>, key: &str| source.list(key);
    let mut lines = listed(source, "desk.hours");
    if lines.is_empty() {
        lines = vec!["mo-fr 09:00-17:00".to_owned()];
    }
    let (closed, open_on) = (listed(source, "desk.closed"), listed(source, "desk.open-on"));
    Hours::parse(&lines, &closed, &open_on).unwrap_or_else(|error| {
        let key = ["desk.hours", "desk.closed", "desk.open-on"].into_iter().find(|key| source.has(key));
        let remedy = "write hours as \"mo-fr 09:00-17:00\" and days as \"2026-12-24\"";
        source.refuse(key.unwrap_or("desk.hours"), error.to_string(), remedy);
        Hours::default()
    })
}

fn groups(source: &mut Source<'_>) -> Result<Groups, String> {
    let keys = [
        (Role::FrontDesk, "desk.group"),
        (Role::PrivacyOfficer, "desk.privacy-officer-group"),
        (Role::DataProtectionOfficer, "desk.data-protection-officer-group"),
    ];
    let mut groups = Groups::default();
    for (role, key) in keys {
        if let Some(text) = source.list(key).first() {
            groups.by_role.insert(role, group(key, text)?);
        }
    }
    for line in source.list("desk.unit-groups") {
        let (unit, number) = pair("desk.unit-groups", &line)?;
        groups.by_unit.insert(unit, group("desk.unit-groups", &number)?);
    }
    for line in source.list("desk.topics") {
        let (topic, role) = pair("desk.topics", &line)?;
        let role = Role::parse(&role).ok_or_else(|| format!("desk.topics: {role} is no desk"))?;
        groups.by_topic.insert(topic, role);
    }
    if groups.by_role.contains_key(&Role::FrontDesk) {
        Ok(groups)
    } else {
        Err("desk.group: there is no group for the front desk".to_owned())
    }
}

/// Numbers of groups are below zero.
fn group(key: &str, text: &str) -> Result<GroupId, String> {
    let number: Option<i64> = text.trim().parse().ok().filter(|number| *number < 0);
    number.map(GroupId).ok_or_else(|| format!("{key}: this is no number of a group, which begins with a minus sign"))
}

fn pair(key: &str, line: &str) -> Result<(String, String), String> {
    let (name, value) = line.split_once('=').ok_or_else(|| format!("{key}: write each entry as \"name = value\""))?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}
