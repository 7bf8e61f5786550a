//! A tenant to try the page with: people, roles, and tokens of an earlier delivery.

use seedferry_core::graph::Millis;

use crate::{Group, Kept, Person, Status, Switches, Tenant, role};

/// Permissions that were consented to: all that the page ever asks for.
const PERMISSIONS: [&str; 9] = [
    "User.Read",
    "Policy.Read.All",
    "Policy.ReadWrite.AuthenticationMethod",
    "User.ReadBasic.All",
    "UserAuthMethod-HardwareOATH.ReadWrite.All",
    "Policy.Read.AuthenticationMethod",
    "User.Read.All",
    "GroupMember.Read.All",
    "RoleManagement.Read.Directory",
];
/// Display name and the name before `@` of each user.
const PEOPLE: [(&str, &str); 20] = [
    ("Grace Chen", "grace.chen"),
    ("Aoife O'Neill", "aoife.o'neill"),
    ("Zoë Müller", "zoe.mueller"),
    ("José García", "jose.garcia"),
    ("Linnéa Åkesson", "linnea.akesson"),
    ("Tariq Haddad", "tariq.haddad"),
    ("Mei Tanaka", "mei.tanaka"),
    ("Olu Adeyemi", "olu.adeyemi"),
    ("Priya Nair", "priya.nair"),
    ("Piotr Nowak", "piotr.nowak"),
    ("Hanna Virtanen", "hanna.virtanen"),
    ("Luca Rossi", "luca.rossi"),
    ("Camille Dubois", "camille.dubois"),
    ("Ivan Petrov", "ivan.petrov"),
    ("Sofia Papadaki", "sofia.papadaki"),
    ("Noah Smith", "noah.smith"),
    ("Emma Smith", "emma.smith"),
    ("Yusuf Kaya", "yusuf.kaya"),
    ("Ingrid Olsen", "ingrid.olsen"),
    ("Mateo Silva", "mateo.silva"),
];
/// Groups: the name, and which of the people are in it, from the first and how many.
const GROUPS: [(&str, (usize, usize)); 3] =
    [("Finance", (1, 6)), ("Finance guests and leavers", (19, 4)), ("Service desk", (11, 9))];
/// Tokens of the earlier delivery.
const EARLIER: u64 = 60;
/// Its first serial number. The samples that come with the page follow on it.
const FIRST: u64 = 71_358_400;
/// The first serial number of those samples.
const SAMPLE: u64 = 71_358_472;

impl Tenant {
    /// A friendly tenant, always the same for the same `start`. The account has the roles and permissions for everything,
    /// answers take a moment, and changes show after up to a second. Sixty tokens are there, some in use; of the samples
    /// that come with the page, one is there as it is, and one with another time interval.
    pub fn demo(start: u64) -> Self {
        let switches = Switches { latency: Millis(250), lag: Millis(1000), ..Switches::default() };
        let mut tenant = Self::new(switches, start);
        "Contoso (demo)".clone_into(&mut tenant.name);
        tenant.account.roles =
            [role::POLICY_ADMINISTRATOR, role::AUTHENTICATION_ADMINISTRATOR].map(str::to_owned).into();
        tenant.account.permissions = PERMISSIONS.map(str::to_owned).into();
        tenant.populate();
        tenant.furnish();
        tenant
    }

    fn populate(&mut self) {
        let account = &self.account;
        let mut admin = Person::member(account.id.clone(), &account.upn, &account.name);
        admin.is_administrator = true;
        self.people.push(admin);
        for (name, local) in PEOPLE {
            let id = self.random.uuid();
            self.people.push(Person::member(id, &format!("{local}@contoso.example"), name));
        }
        let id = self.random.uuid();
        let mut former = Person::member(id, "max.mustermann@contoso.example", "Max Mustermann");
        former.is_enabled = false;
        let id = self.random.uuid();
        let mut guest = Person::member(id, "lee_fabrikam.example#EXT#@contoso.example", "Lee (Fabrikam)");
        guest.is_guest = true;
        self.people.extend([former, guest]);
        let ids: Vec<_> = self.people.iter().map(|person| person.id.clone()).collect();
        for (name, members) in GROUPS {
            let members = ids.iter().skip(members.0).take(members.1).cloned().collect();
            let id = self.random.uuid();
            self.groups.push(Group { id, name: name.to_owned(), members });
        }
        self.policy_excluded = self.groups.iter().skip(1).take(1).map(|group| group.id.clone()).collect();
    }

    fn furnish(&mut self) {
        let holders: Vec<_> =
            self.people.iter().skip(1).take(PEOPLE.len()).map(|person| person.id.clone()).collect();
        let mut holders = holders.into_iter();
        for number in 0..EARLIER {
            let mut kept = self.delivered(FIRST + number);
            // Every third has a holder while there are people, and most of those use it.
            kept.assigned_to = (number % 3 == 0).then(|| holders.next()).flatten();
            kept.status = match kept.assigned_to {
                None => Status::Available,
                Some(_) if number % 12 == 0 => Status::Assigned,
                Some(_) => Status::Activated,
            };
            if kept.status == Status::Activated {
                kept.last_used =
                    Some(format!("2026-{:02}-{:02}T08:{:02}:00Z", 1 + number % 11, 1 + number % 28, number));
            }
            self.keep(kept);
        }
        self.leave_behind();
        let same = self.delivered(SAMPLE);
        let mut other = self.delivered(SAMPLE + 1);
        other.interval = 30;
        self.devices.extend([same, other]);
    }

    /// What comes to be in a tenant of some years: tokens of people who left, and of a guest; one that was uploaded twice;
    /// and one person with as many as one may have.
    fn leave_behind(&mut self) {
        let deleted = self.random.uuid();
        let id = |name: &str| {
            self.people.iter().find(|person| person.name == name).map(|person| person.id.clone())
        };
        let (former, guest, full, twice) =
            (id("Max Mustermann"), id("Lee (Fabrikam)"), id("Piotr Nowak"), id("Priya Nair"));
        let given = [(59, former), (58, guest), (56, Some(deleted))].into_iter();
        for (number, holder) in given.chain([55, 53, 52, 50].map(|number| (number, full.clone()))) {
            let serial = (FIRST + number).to_string();
            let found = self.devices.iter_mut().find(|device| device.serial == serial);
            if let Some(kept) = found {
                kept.status = Status::Assigned;
                kept.assigned_to.clone_from(&holder);
            }
        }
        let first = self.devices.iter_mut().find(|device| device.assigned_to == twice).map(|device| {
            device.status = Status::Activated;
            device.serial.clone()
        });
        let number = first.and_then(|serial| serial.parse().ok()).unwrap_or(FIRST);
        let mut legacy = self.delivered(number);
        (legacy.status, legacy.assigned_to) = (Status::Activated, twice);
        self.keep_legacy(legacy);
    }

    fn delivered(&mut self, serial: u64) -> Kept {
        let id = self.random.uuid();
        let mut kept = Kept::new(id, &serial.to_string(), "Deepnet Security", "SafeID/Classic");
        kept.interval = 60;
        kept
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use seedferry_core::graph::{self, Outcome, Response, ready};

    use super::*;

    fn send(tenant: &mut Tenant, request: &graph::Request) -> Response {
        let token = tenant.sign_in(Millis(0)).unwrap();
        match tenant.answer(Millis(0), request, &token) {
            Outcome::Answered(response) => response,
            Outcome::Failed => panic!("no answer"),
        }
    }

    #[test]
    fn the_demo_is_ready_and_the_same_each_time() {
        let mut tenant = Tenant::demo(1);
        assert!(
            Tenant::demo(1).devices() == tenant.devices() && Tenant::demo(2).devices() != tenant.devices()
        );
        let page = graph::read_page(graph::request::HOST, &send(&mut tenant, &graph::inventory())).unwrap();
        assert_eq!((page.devices.len(), page.next), (62, None));
        let serials: HashSet<_> = page.devices.iter().map(|device| &device.serial).collect();
        assert_eq!(serials.len(), page.devices.len());
        let roles = ready::judge_roles(ready::read_roles(&send(&mut tenant, &ready::roles())));
        assert!(matches!(roles.state, ready::Readiness::Good(_)));
        let permissions = ready::permissions(&tenant.account.permissions);
        assert!(matches!(permissions.state, ready::Readiness::Good(_)));
        assert!(ready::read_policy(&send(&mut tenant, &ready::policy())).unwrap().enabled);
    }

    #[test]
    fn two_of_the_samples_are_there() {
        let tenant = Tenant::demo(1);
        let check = |serial: &str, interval: Option<u64>| {
            let found = tenant.devices().iter().find(|device| device.serial == serial);
            assert_eq!(found.map(|device| device.interval), interval, "{serial}");
        };
        check("71358472", Some(60));
        check("71358473", Some(30));
        check("71358474", None);
    }
}
