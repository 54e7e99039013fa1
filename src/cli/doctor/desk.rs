//! The desk: who sits there, when, and what the bot may do in the officers' groups.

use super::Finding;
use crate::channels::telegram::TelegramChannel;
use crate::desk::{GroupId, Rules};
use crate::dialogue::Moment;
use crate::service::settings::{Desk, Settings};

/// What the settings alone tell.
pub(super) fn look(settings: &Settings, now: Moment) -> Vec<Finding> {
    match &settings.desk {
        Desk::None => Vec::new(),
        Desk::Off(why, _) => {
            let remedy = "see \"The desk\" in docs/operations.md; until then nobody is handed over to officers";
            vec![Finding::wrong("desk", why.clone(), remedy)]
        }
        Desk::On(rules) => of_rules(rules, now),
    }
}

fn of_rules(rules: &Rules, now: Moment) -> Vec<Finding> {
    let groups = rules.groups.iter().count();
    let mut findings = vec![Finding::right("desk", format!("{} officers, {groups} groups", rules.officers.count()))];
    let open = if rules.hours.is_open(now) { "it is open now" } else { "it is closed now" };
    findings.push(match rules.hours.next_opening(now) {
        Some(next) => {
            let closed = rules.hours.next_holiday(now).map(|day| format!("; closed on {day}, a public holiday"));
            let time = format!("{}:{:02}", next.hour, next.minute);
            Finding::right("desk", format!("{open}, and opens next at {time}{}", closed.unwrap_or_default()))
        }
        None => {
            Finding::wrong("desk", "it never opens in the next two months", "set desk.hours, and look at desk.closed")
        }
    });
    findings
}

/// What Telegram tells of the groups.
pub(super) async fn ask(channel: &TelegramChannel, rules: &Rules, me: i64) -> Vec<Finding> {
    let mut groups: Vec<GroupId> = rules.groups.iter().collect();
    groups.sort_unstable();
    groups.dedup();
    let mut findings = Vec::new();
    for group in groups {
        findings.push(rights(channel, group, me).await);
        findings.extend(members(channel, rules, group).await);
    }
    findings
}

async fn rights(channel: &TelegramChannel, group: GroupId, me: i64) -> Finding {
    let number = group.0;
    match channel.standing(number, me).await {
        Err(error) => Finding::wrong(
            "desk",
            format!("the group {number} could not be asked about ({error})"),
            "add the bot to the group, and check its number in the settings",
        ),
        Ok(standing) if !standing.belongs => Finding::wrong(
            "desk",
            format!("the bot is not in the group {number}"),
            "add it, as an administrator that may manage topics",
        ),
        Ok(standing) if standing.manages_topics => {
            Finding::right("desk", format!("in the group {number} the bot may manage topics"))
        }
        Ok(_) => Finding::note(
            "desk",
            format!("in the group {number} the bot may not manage topics: there replies tell cases apart"),
        ),
    }
}

async fn members(channel: &TelegramChannel, rules: &Rules, group: GroupId) -> Option<Finding> {
    let mut missing = 0;
    for officer in rules.officers.iter() {
        let there = channel.standing(group.0, officer.0).await.is_ok_and(|standing| standing.belongs);
        missing += usize::from(!there);
    }
    (missing > 0).then(|| {
        let all = rules.officers.count();
        Finding::note(
            "desk",
            format!("{missing} of {all} officers are not in the group {}: they can do nothing there", group.0),
        )
    })
}
