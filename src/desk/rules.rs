//! What the house decides about its desk.

use std::collections::BTreeMap;

use super::{GroupId, Hours, Officers, Role};

/// The rules of a desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Who is an officer.
    pub officers: Officers,
    /// Where cases are shown.
    pub groups: Groups,
    /// When officers are there.
    pub hours: Hours,
    /// Within so many minutes of opening somebody is to take a case.
    pub acknowledge_minutes: u32,
    /// Within so many minutes of opening a case is to be answered.
    pub answer_minutes: u32,
    /// A case that was taken and rests for so many minutes goes back to the queue.
    pub claim_minutes: u32,
    /// So many hours after closing, a new message opens a case again; then nothing is left of it.
    pub reopen_hours: u32,
    /// So many hours after sending, a reply can be corrected or withdrawn.
    pub correct_hours: u32,
    /// Officers are reminded at most every so many minutes.
    pub remind_minutes: u32,
    /// So many days after closing, what groups show of a case is deleted there; not before nothing else is left of it.
    pub topic_days: u32,
    /// For so many days it is kept what officers did.
    pub audit_days: u32,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            officers: Officers::default(),
            groups: Groups::default(),
            hours: Hours::default(),
            acknowledge_minutes: 15,
            answer_minutes: 240,
            claim_minutes: 60,
            reopen_hours: 72,
            correct_hours: 48,
            remind_minutes: 15,
            topic_days: 3,
            audit_days: 365,
        }
    }
}

/// Which group shows which cases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Groups {
    /// By role.
    pub by_role: BTreeMap<Role, GroupId>,
    /// By unit, for the front desk and the privacy officer.
    pub by_unit: BTreeMap<String, GroupId>,
    /// The role that takes up a topic, where it is not the front desk.
    pub by_topic: BTreeMap<String, Role>,
}

impl Groups {
    /// The role for a case about `topic`.
    #[must_use]
    pub fn role_for(&self, topic: Option<&str>) -> Role {
        topic.and_then(|topic| self.by_topic.get(topic)).copied().unwrap_or_default()
    }

    /// The group for a case.
    #[must_use]
    pub fn group_for(&self, role: Role, unit: Option<&str>) -> Option<GroupId> {
        self.groups_for(role, unit).next()
    }

    /// The group of a role itself; `None` where it has none and another stands in.
    #[must_use]
    pub fn own_group(&self, role: Role, unit: Option<&str>) -> Option<GroupId> {
        let of_unit = unit.filter(|_| role != Role::DataProtectionOfficer).and_then(|unit| self.by_unit.get(unit));
        of_unit.or_else(|| self.by_role.get(&role)).copied()
    }

    /// The groups for a case, each for where the one before is not there; the data protection officer is one for the whole
    /// country. The last is the front desk's.
    pub fn groups_for(&self, role: Role, unit: Option<&str>) -> impl Iterator<Item = GroupId> {
        let unit = unit.filter(|_| role != Role::DataProtectionOfficer);
        let of_unit = unit.and_then(|unit| self.by_unit.get(unit));
        let of_role = [role, Role::FrontDesk].map(|role| self.by_role.get(&role));
        std::iter::once(of_unit).chain(of_role).flatten().copied()
    }

    /// Whether `group` is one of them.
    #[must_use]
    pub fn has(&self, group: GroupId) -> bool {
        self.iter().any(|known| known == group)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = GroupId> + '_ {
        self.by_role.values().chain(self.by_unit.values()).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_goes_to_its_unit_then_its_role_then_the_front_desk() {
        let groups = Groups {
            by_role: BTreeMap::from([(Role::FrontDesk, GroupId(-1)), (Role::PrivacyOfficer, GroupId(-2))]),
            by_unit: BTreeMap::from([("Limburg".to_owned(), GroupId(-3))]),
            by_topic: BTreeMap::from([("complaint".to_owned(), Role::PrivacyOfficer)]),
        };
        assert_eq!(groups.role_for(Some("complaint")), Role::PrivacyOfficer);
        assert_eq!(groups.role_for(Some("access-request")), Role::FrontDesk);
        assert_eq!(groups.group_for(Role::FrontDesk, Some("Limburg")), Some(GroupId(-3)));
        assert_eq!(groups.group_for(Role::PrivacyOfficer, Some("Amsterdam")), Some(GroupId(-2)));
        assert_eq!(groups.group_for(Role::DataProtectionOfficer, Some("Limburg")), Some(GroupId(-1)));
        assert_eq!(Groups::default().group_for(Role::FrontDesk, None), None);
        assert_eq!(
            groups.own_group(Role::DataProtectionOfficer, None),
            None,
            "the front desk is no officer of another kind"
        );
        assert_eq!(groups.own_group(Role::PrivacyOfficer, Some("Limburg")), Some(GroupId(-3)));
        let all: Vec<GroupId> = groups.groups_for(Role::PrivacyOfficer, Some("Limburg")).collect();
        assert_eq!(all, [GroupId(-3), GroupId(-2), GroupId(-1)]);
    }
}
