//! Users and their tokens: who may do what, in which order, and what each answer is.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use seedferry_core::{
    graph::{AccessToken, Body, Method, Millis, Outcome, Request, Response, request::DEVICES},
    otp::Generator,
    secret::Seed,
    token::{Digits, HashFunction},
};
use seedferry_tenant::{Kept, Person, Switches, Tenant, role};
use serde_json::{Value, json};

const EPOCH: u64 = 1_795_514_400;
const SEED: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

struct Desk {
    tenant: Tenant,
    token: AccessToken,
}

impl Desk {
    /// A tenant with two users, a guest and an administrator, and seven tokens; the account may everything but what takes
    /// the role for administrators.
    fn new() -> Self {
        let mut tenant = Tenant::new(Switches { lag: Millis(0), ..Switches::default() }, 1);
        tenant.epoch = Some(EPOCH);
        let person = |id: &str| Person::member(id.to_owned(), &format!("{id}@contoso.example"), id);
        tenant.people = vec![
            person("ann"),
            person("bob"),
            Person { is_guest: true, ..person("guest") },
            Person { is_administrator: true, ..person("boss") },
        ];
        for number in 1..8 {
            tenant.keep(Kept::new(format!("d{number}"), &format!("S{number}"), "Contoso", "C100"));
        }
        tenant.account.roles.push(role::AUTHENTICATION_ADMINISTRATOR.to_owned());
        tenant.account.permissions.push("UserAuthMethod-HardwareOATH.ReadWrite.All".to_owned());
        let token = tenant.sign_in(Millis(0)).unwrap();
        Self { tenant, token }
    }

    fn ask(&mut self, method: Method, path: &str, body: &Value) -> Response {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let body = (!body.is_null()).then(|| Body::Plain(body.to_string()));
        let request = Request { method, body, ..Request::get(path, query) };
        match self.tenant.answer(Millis(0), &request, &self.token) {
            Outcome::Answered(response) => response,
            Outcome::Failed => panic!("no answer"),
        }
    }

    fn check(&mut self, method: Method, path: &str, body: &Value, status: u16) {
        let response = self.ask(method, path, body);
        let text = String::from_utf8_lossy(&response.body).into_owned();
        assert_eq!(response.status, status, "{} {path} {body}: {text}", method.name());
    }

    fn status_of(&mut self, id: &str) -> (String, Value) {
        let device = self.ask(Method::Get, &format!("{DEVICES}/{id}"), &Value::Null).json().unwrap();
        (device["status"].as_str().unwrap().to_owned(), device["assignedTo"]["id"].clone())
    }
}

fn methods(user: &str) -> String {
    format!("users/{user}/authentication/hardwareOathMethods")
}

fn device(id: &str) -> Value {
    json!({ "device": { "id": id } })
}

fn code(code: &str) -> Value {
    json!({ "verificationCode": code })
}

#[test]
fn a_token_goes_through_its_life() {
    let mut desk = Desk::new();
    let ann = methods("ann%40contoso.example");
    desk.check(Method::Post, &ann, &device("d1"), 201);
    assert_eq!(desk.status_of("d1"), ("assigned".to_owned(), "ann".into()));
    desk.check(Method::Post, &methods("bob"), &device("d1"), 400);
    desk.check(Method::Delete, &format!("{DEVICES}/d1"), &Value::Null, 400);
    desk.check(Method::Patch, &format!("{DEVICES}/d1"), &json!({ "model": "C200" }), 400);
    desk.check(Method::Post, &format!("{ann}/d1/activate"), &code("12345"), 400);
    desk.check(Method::Post, &format!("{ann}/d1/activate"), &code("012345"), 204);
    assert_eq!(desk.status_of("d1").0, "activated");
    let held = desk.ask(Method::Get, &ann, &Value::Null).json().unwrap();
    assert_eq!(
        (&held["value"][0]["id"], &held["value"][0]["device"]["serialNumber"]),
        (&"d1".into(), &"S1".into())
    );
    desk.check(Method::Post, &format!("{ann}/d1/deactivate"), &Value::Null, 204);
    desk.check(Method::Post, &format!("{}/d1/deactivate", methods("bob")), &Value::Null, 404);
    desk.check(Method::Delete, &format!("{ann}/d1"), &Value::Null, 204);
    assert_eq!(desk.status_of("d1"), ("available".to_owned(), Value::Null));
    desk.check(Method::Patch, &format!("{DEVICES}/d1"), &json!({ "model": "C200" }), 204);
    desk.check(Method::Patch, &format!("{DEVICES}/d1"), &json!({ "secretKey": SEED }), 400);
    desk.check(Method::Patch, &format!("{DEVICES}/d1"), &json!({ "timeIntervalInSeconds": 45 }), 400);
    desk.check(Method::Delete, &format!("{DEVICES}/d1"), &Value::Null, 204);
    desk.check(Method::Get, &format!("{DEVICES}/d1"), &Value::Null, 404);
}

#[test]
fn not_everybody_can_have_a_token_nor_give_one() {
    let mut desk = Desk::new();
    desk.check(Method::Post, &methods("guest"), &device("d1"), 400);
    desk.check(Method::Post, &methods("nobody"), &device("d1"), 404);
    desk.check(Method::Post, &methods("ann"), &device("d9"), 404);
    desk.check(Method::Post, &methods("boss"), &device("d1"), 403);
    desk.check(Method::Get, &methods("boss"), &Value::Null, 200);
    desk.tenant.account.roles.push(role::PRIVILEGED_ADMINISTRATOR.to_owned());
    desk.check(Method::Post, &methods("boss"), &device("d1"), 201);
    for number in 2..7 {
        desk.check(Method::Post, &methods("ann"), &device(&format!("d{number}")), 201);
    }
    desk.check(Method::Post, &methods("ann"), &device("d7"), 400);
    desk.tenant.account.permissions.retain(|permission| !permission.contains("OATH"));
    desk.token = desk.tenant.sign_in(Millis(0)).unwrap();
    desk.check(Method::Get, &methods("ann"), &Value::Null, 403);
    desk.check(Method::Get, "users?$top=1", &Value::Null, 403);
}

#[test]
fn a_code_is_that_of_the_seed() {
    let mut desk = Desk::new();
    let item = |user: &str| {
        json!({ "serialNumber": "A1", "manufacturer": "Contoso", "model": "C100", "secretKey": SEED,
        "timeIntervalInSeconds": 30, "assignTo": { "id": user } })
    };
    desk.check(Method::Post, DEVICES, &item("nobody"), 400);
    desk.check(Method::Post, DEVICES, &item("boss"), 403);
    desk.check(Method::Post, DEVICES, &item("bob"), 201);
    let seed = Seed::new(b"12345678901234567890".to_vec()).unwrap();
    let generator = Generator::new(&seed, HashFunction::Sha1, Digits::USUAL).unwrap();
    let by_serial = format!("{}/assignAndActivateBySerialNumber", methods("bob"));
    let body = |code: String| json!({ "serialNumber": "A1", "verificationCode": code });
    let step = EPOCH / 30;
    desk.check(Method::Post, &by_serial, &body(generator.code(step + 2881)), 400);
    desk.check(
        Method::Post,
        &format!("{}/assignAndActivateBySerialNumber", methods("ann")),
        &body(generator.code(step)),
        400,
    );
    desk.check(Method::Post, &by_serial, &body(generator.code(step - 2880)), 204);
    let both = json!({ "device": { "id": "d1" }, "verificationCode": "123456", "displayName": "Desk" });
    desk.check(Method::Post, &format!("{}/assignAndActivate", methods("bob")), &both, 204);
    assert_eq!(desk.status_of("d1"), ("activated".to_owned(), "bob".into()));
}

#[test]
fn the_inventory_is_filtered() {
    let mut desk = Desk::new();
    desk.check(Method::Post, &methods("ann"), &device("d3"), 201);
    let mut check = |query: &str, expected: Option<&str>| {
        let answer = desk.ask(Method::Get, &format!("{DEVICES}?{query}"), &Value::Null);
        let ids = answer.json().unwrap()["value"].as_array().map(|found| {
            found.iter().map(|device| device["id"].as_str().unwrap()).collect::<Vec<_>>().join(" ")
        });
        assert_eq!(ids.as_deref(), expected, "{query}");
    };
    check("$filter=serialNumber%20eq%20%27S2%27", Some("d2"));
    check("$filter=status eq 'assigned'", Some("d3"));
    check("$filter=assignedTo/id eq 'ann'", Some("d3"));
    check("$filter=timeIntervalInSeconds eq 60", Some(""));
    check("$filter=lastUsedDateTime eq null", None);
    check("$top=2", Some("d1 d2"));
    check("$skiptoken=6", Some("d7"));
    check("$skiptoken=x", None);
}

#[test]
fn a_batch_asks_several_things_at_once() {
    let mut desk = Desk::new();
    let requests: Vec<_> = [
        ("GET", format!("/{}", methods("ann"))),
        ("GET", "/me".to_owned()),
        ("PUT", "/me".to_owned()),
        ("POST", "/$batch".to_owned()),
    ]
    .iter()
    .enumerate()
    .map(|(place, (method, url))| json!({ "id": place.to_string(), "method": method, "url": url }))
    .collect();
    let answer = desk.ask(Method::Post, "$batch", &json!({ "requests": requests })).json().unwrap();
    let mut statuses: Vec<_> = answer["responses"]
        .as_array()
        .unwrap()
        .iter()
        .map(|each| (each["id"].as_str().unwrap().to_owned(), each["status"].as_u64().unwrap()))
        .collect();
    statuses.sort();
    assert_eq!(statuses.iter().map(|(_, status)| *status).collect::<Vec<_>>(), [200, 200, 404, 404]);
}

#[test]
fn an_assigned_token_shows_with_its_person_after_the_lag_only() {
    let mut desk = Desk::new();
    desk.tenant.switches.lag = Millis(60_000);
    let ann = methods("ann");
    for number in 1..=5 {
        desk.check(Method::Post, &ann, &device(&format!("d{number}")), 201);
    }
    let mut shown = |at: Millis| {
        let request = Request::get(&ann, "");
        let outcome = desk.tenant.answer(at, &request, &desk.token);
        let held = outcome.response().unwrap().json().unwrap();
        held["value"].as_array().unwrap().len()
    };
    assert!(shown(Millis(0)) < 5);
    assert_eq!(shown(Millis(60_000)), 5);
    // Whatever is shown, it is so.
    desk.check(Method::Post, &methods("bob"), &device("d1"), 400);
    desk.check(Method::Post, &format!("{ann}/d1/activate"), &code("012345"), 204);
}
