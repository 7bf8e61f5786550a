//! What is sent and what the tenant answers, set against Microsoft's published property tables and samples.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use super::common::seeded;
use seedferry_core::{
    graph::{self, AccessToken, Millis, Outcome, Request, Response, ready},
    token::{HashFunction, Token},
};
use seedferry_tenant::{Switches, Tenant};
use serde_json::Value;

/// Properties of `hardwareOathTokenAuthenticationMethodDevice` that a creation may carry, and those it must.
const CREATABLE: [&str; 8] = [
    "@contentId",
    "serialNumber",
    "manufacturer",
    "model",
    "secretKey",
    "timeIntervalInSeconds",
    "hashFunction",
    "displayName",
];
const REQUIRED: [&str; 5] = ["serialNumber", "manufacturer", "model", "secretKey", "timeIntervalInSeconds"];
/// Properties that a listed token has.
const LISTED: [&str; 11] = [
    "id",
    "displayName",
    "serialNumber",
    "manufacturer",
    "model",
    "secretKey",
    "timeIntervalInSeconds",
    "status",
    "lastUsedDateTime",
    "hashFunction",
    "assignedTo",
];

fn token(serial: &str, hash: HashFunction, interval: u32) -> Token {
    seeded(serial, hash, interval, "Thales", "OTP 110 Token")
}

fn tokens() -> Vec<Token> {
    vec![token("GALT11420108", HashFunction::Sha1, 30), token("GALT11420112", HashFunction::Sha256, 60)]
}

fn body(request: &Request) -> Value {
    serde_json::from_slice(request.body.as_ref().unwrap().bytes()).unwrap()
}

fn check_item(item: &Value) {
    let item = item.as_object().unwrap();
    assert!(item.keys().all(|name| CREATABLE.contains(&name.as_str())), "{item:?}");
    assert!(REQUIRED.iter().all(|name| item.contains_key(*name)), "{item:?}");
    assert!(
        item["secretKey"].as_str().unwrap().bytes().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
    );
    assert!(item["timeIntervalInSeconds"].is_u64(), "{item:?}");
    assert!(["hmacsha1", "hmacsha256"].contains(&item["hashFunction"].as_str().unwrap()));
}

#[test]
fn creating_requests_are_as_published() {
    let all = tokens();
    let many = graph::bulk(all.iter());
    assert_eq!(
        many.url(graph::request::HOST),
        "https://graph.microsoft.com/beta/directory/authenticationMethodDevices/hardwareOathDevices"
    );
    assert_eq!(many.method.name(), "PATCH");
    let many = body(&many);
    assert_eq!(many["@context"], "#$delta");
    many["value"].as_array().unwrap().iter().for_each(check_item);
    assert_eq!(
        (&many["value"][0]["@contentId"], &many["value"][1]["@contentId"]),
        (&"1".into(), &"2".into())
    );
    let one = graph::single(&all[0]);
    assert_eq!(one.method.name(), "POST");
    check_item(&body(&one));
    let batch = body(&graph::singles(all.iter()));
    for request in batch["requests"].as_array().unwrap() {
        check_item(&request["body"]);
        assert_eq!(
            (&request["method"], &request["headers"]["Content-Type"]),
            (&"POST".into(), &"application/json".into())
        );
    }
}

fn send(tenant: &mut Tenant, token: &AccessToken, at: u64, request: &Request) -> Response {
    match tenant.answer(Millis(at), request, token) {
        Outcome::Answered(response) => response,
        Outcome::Failed => panic!("no answer"),
    }
}

#[test]
fn the_tenant_answers_as_published() {
    let mut tenant = Tenant::new(Switches::default(), 1);
    let access = tenant.sign_in(Millis(0)).unwrap();
    let created = send(&mut tenant, &access, 0, &graph::bulk(tokens().iter()));
    assert_eq!(created.status, 201);
    let item = &created.json().unwrap()["value"][0];
    assert_eq!(item["@odata.type"], "#microsoft.graph.hardwareOathAuthenticationMethod");
    assert_eq!(item["id"], item["device"]["id"]);

    let listed = send(&mut tenant, &access, 60_000, &graph::inventory()).json().unwrap();
    for device in listed["value"].as_array().unwrap() {
        let names: Vec<_> = device.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(
            (names.len(), LISTED.iter().all(|name| names.contains(name))),
            (LISTED.len(), true),
            "{names:?}"
        );
        assert!(device["secretKey"].is_null());
    }

    let again = send(&mut tenant, &access, 60_000, &graph::single(&tokens()[0]));
    assert_eq!(again.status, 400);
    let error = &again.json().unwrap()["error"];
    assert!(
        ["code", "message"].iter().all(|name| error[*name].is_string())
            && error["innerError"]["date"].is_string()
    );

    let id = listed["value"][0]["id"].as_str().unwrap().to_owned();
    let one = Request::get(&format!("{}/{id}", graph::request::DEVICES), "");
    assert_eq!(send(&mut tenant, &access, 60_000, &one).json().unwrap()["id"], id.as_str());
    let delete = Request { method: graph::Method::Delete, ..one };
    assert_eq!(send(&mut tenant, &access, 60_000, &delete).status, 204);
    assert_eq!(send(&mut tenant, &access, 60_000, &delete).status, 404);
}

#[test]
fn the_tenant_says_who_is_ready() {
    let mut tenant = Tenant::new(Switches::default(), 1);
    tenant.policy_enabled = false;
    let access = tenant.sign_in(Millis(0)).unwrap();
    assert_eq!(
        ready::read_me(&send(&mut tenant, &access, 0, &ready::me())).unwrap().upn,
        "admin@contoso.example"
    );
    let roles = ready::read_roles(&send(&mut tenant, &access, 0, &ready::roles()));
    assert!(matches!(ready::judge_roles(roles).state, ready::Readiness::Good(_)));
    assert!(!ready::read_policy(&send(&mut tenant, &access, 0, &ready::policy())).unwrap().enabled);
    assert_eq!(send(&mut tenant, &access, 0, &ready::set_enabled(true)).status, 204);
    assert!(ready::read_policy(&send(&mut tenant, &access, 0, &ready::policy())).unwrap().enabled);
    tenant.account.roles.clear();
    assert_eq!(send(&mut tenant, &access, 0, &graph::inventory()).status, 403);
    let late = tenant.switches.token_life.0;
    assert_eq!(send(&mut tenant, &access, late, &ready::me()).status, 401);
}
