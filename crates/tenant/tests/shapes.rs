//! Every shape of request that can be made, set against the list that the browser tests hold all traffic to: neither may
//! have one more than the other.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test outside a test module; a wrong answer shall end it"
)]

use std::collections::BTreeSet;

use super::common::seeded;
use seedferry_core::{
    graph::{
        self, About, Holders, Millis, Request, people, ready,
        run::{self, Settings},
        work::{self, Act, Change, Code, Job, Work},
    },
    token::HashFunction,
};
use serde_json::Value;

const LIST: &str = include_str!("../../../tests/e2e/requests.json");
const ID: &str = "0000feed-0000-4000-8000-000000000001";

fn id() -> String {
    ID.to_owned()
}

fn acts() -> Vec<Act> {
    let (user, device) = (id, id);
    vec![
        Act::Assign { user: user(), device: device() },
        Act::AssignAndActivate { user: user(), device: device(), code: Code::Computed },
        Act::AssignAndActivateBySerial { user: user(), serial: "T1".to_owned(), code: Code::Computed },
        Act::Activate { user: user(), device: device(), code: Code::Computed },
        Act::Deactivate { user: user(), device: device() },
        Act::Unassign { user: user(), device: device() },
        Act::Delete { device: device() },
        Act::DeleteLegacy { device: device() },
        Act::Update { device: device(), change: Change::default() },
    ]
}

/// The reading that comes first, and the write.
fn requests_of(act: Act) -> Vec<Request> {
    let job = Job::of("", None, vec![act]);
    let mut requests = work::planned(&job);
    match Work::new(vec![job], Settings::default(), 1).next(Millis(0)) {
        work::Step::Send { request, .. } => requests.push(request),
        other => assert!(matches!(other, work::Step::NeedCode { .. }), "{other:?}"),
    }
    requests
}

fn about_holders(about: About) -> Request {
    match Holders::new(vec![id()], about, Settings::default(), 1).next(Millis(0)) {
        run::Step::Send { request, .. } => request,
        other => unreachable!("{other:?}"),
    }
}

fn all() -> Vec<Request> {
    let token = seeded("T1", HashFunction::Sha1, 30, "Contoso", "C100");
    let mut requests = vec![
        ready::roles(),
        ready::policy(),
        ready::set_enabled(true),
        graph::inventory(),
        graph::by_serial("T1"),
        graph::bulk([&token].into_iter()),
        graph::single(&token),
        graph::singles([&token].into_iter()),
        people::search("a", true),
        people::by_upns(["a@contoso.example"], true),
        people::by_ids([ID], true),
        people::groups("a"),
        people::members(ID, true),
        people::methods(ID),
        people::roles_of(&[id()]),
        about_holders(About::Account),
        about_holders(About::Tokens),
    ];
    requests.extend(graph::group_names(&[id()]));
    requests.extend(acts().into_iter().flat_map(requests_of));
    requests
}

fn shape(method: &str, path: &str) -> String {
    format!("{method} {}", path.replace(ID, "{id}"))
}

/// What stands within a batch.
fn inner(request: &Request) -> Vec<String> {
    let body = request.body.as_ref().filter(|_| request.path.ends_with("/$batch"));
    let body: Value = body.map(|body| serde_json::from_slice(body.bytes()).unwrap()).unwrap_or_default();
    let items = body["requests"].as_array().cloned().unwrap_or_default();
    let text = |item: &Value, name: &str| item[name].as_str().unwrap().to_owned();
    let path = |item: &Value| text(item, "url").split('?').next().unwrap().to_owned();
    items.iter().map(|item| shape(&text(item, "method"), &path(item))).collect()
}

fn check(part: &str, made: impl Iterator<Item = String>) {
    let list: Value = serde_json::from_str(LIST).unwrap();
    let listed: BTreeSet<_> =
        list[part].as_array().unwrap().iter().map(|shape| shape.as_str().unwrap()).collect();
    let made: BTreeSet<_> = made.collect();
    assert_eq!(made.iter().map(String::as_str).collect::<BTreeSet<_>>(), listed, "{part}");
}

#[test]
fn the_browser_tests_know_every_shape_and_no_other() {
    let requests = all();
    check("graph", requests.iter().map(|request| shape(request.method.name(), &request.path)));
    check("batch", requests.iter().flat_map(inner));
}
