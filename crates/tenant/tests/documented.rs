//! Microsoft's documented examples, with values of our own in their structure: what we send equals them, what they answer
//! is read, and the simulated tenant answers alike. Each row names its page (Microsoft Graph, beta).

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use super::common::seeded;
use seedferry_core::{
    graph::{
        self, Body, Device, DeviceStatus, GraphError, ItemAnswer, Millis, Outcome, Request, Response, people,
        ready,
        work::{Act, Change, Code, Job, planned},
    },
    token::{HashFunction, Interval, Token},
};
use seedferry_tenant::{Kept, Person, Switches, Tenant, role};
use serde_json::{Value, json};

const USER: &str = "00000001-aaaa-4bbb-8ccc-0000000000d1";
const DEVICE: &str = "00000002-aaaa-4bbb-8ccc-0000000000d2";
const DEVICES: &str = "/beta/directory/authenticationMethodDevices/hardwareOathDevices";
const POLICY: &str =
    "/beta/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/hardwareOath";
/// The type of a token that a user has.
const METHOD: &str = "#microsoft.graph.hardwareOathAuthenticationMethod";
/// Base32 of the seed below.
const KEY: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

fn token(serial: &str, hash: HashFunction, interval: u32) -> Token {
    seeded(serial, hash, interval, "Northwind", "NW 200")
}

/// Two tokens: one for nobody, and one with a name and a user.
fn tokens() -> [Token; 2] {
    let second = token("NW0002", HashFunction::Sha256, 60);
    let (display_name, assign_to) = (Some("Token 2".to_owned()), Some(USER.to_owned()));
    [token("NW0001", HashFunction::Sha1, 30), Token { display_name, assign_to, ..second }]
}

/// What a creating request says of those two.
fn items() -> [Value; 2] {
    [
        json!({ "serialNumber": "NW0001", "manufacturer": "Northwind", "model": "NW 200", "secretKey": KEY,
            "timeIntervalInSeconds": 30, "hashFunction": "hmacsha1" }),
        json!({ "displayName": "Token 2", "serialNumber": "NW0002", "manufacturer": "Northwind", "model": "NW 200",
            "secretKey": KEY, "timeIntervalInSeconds": 60, "hashFunction": "hmacsha256", "assignTo": { "id": USER } }),
    ]
}

fn numbered(number: &str, item: &Value) -> Value {
    let mut item = item.clone();
    item["@contentId"] = number.into();
    item
}

#[test]
fn requests_are_as_documented() {
    let check = |request: &Request, method: &str, path: &str, body: Value| {
        let sent = request.body.as_ref().map(Body::bytes).map(serde_json::from_slice::<Value>);
        let sent = sent.map(Result::unwrap).unwrap_or_default();
        assert_eq!((request.method.name(), request.path.as_str(), sent), (method, path, body));
        let json = ("Content-Type", "application/json".to_owned());
        assert_eq!(request.headers.contains(&json), request.body.is_some());
    };
    let (tokens, [one, two]) = (tokens(), items());
    // Create hardwareOathTokenAuthenticationMethodDevice, bulk.
    let delta = json!({ "@context": "#$delta", "value": [numbered("1", &one), numbered("2", &two)] });
    check(&graph::bulk(tokens.iter()), "PATCH", DEVICES, delta);
    // Create hardwareOathTokenAuthenticationMethodDevice.
    check(&graph::single(&tokens[1]), "POST", DEVICES, two);
    // Combine multiple HTTP requests using JSON batching.
    let url = DEVICES.trim_start_matches("/beta");
    let single = json!({ "id": "1", "method": "POST", "url": url,
        "headers": { "Content-Type": "application/json" }, "body": one });
    check(&graph::singles(tokens[..1].iter()), "POST", "/beta/$batch", json!({ "requests": [single] }));
    // Update hardwareOathAuthenticationMethodConfiguration.
    let kind = "#microsoft.graph.hardwareOathAuthenticationMethodConfiguration";
    check(&ready::set_enabled(true), "PATCH", POLICY, json!({ "@odata.type": kind, "state": "enabled" }));
}

#[test]
fn requests_on_one_token_are_as_documented() {
    let methods = format!("/beta/users/{USER}/authentication/hardwareOathMethods");
    let check = |act: Act, method: &str, path: String, body: Option<Value>| {
        let job = Job::of("NW0001", None, vec![act]);
        let [request] = planned(&job).try_into().unwrap();
        let sent = request.body.as_ref().map(|body| serde_json::from_slice::<Value>(body.bytes()).unwrap());
        assert_eq!((request.method.name(), request.path, sent), (method, path, body));
    };
    let (user, device) = (USER.to_owned(), DEVICE.to_owned());
    let (u, d) = (|| user.clone(), || device.clone());
    let code = || Code::Typed("012345".to_owned());
    let named = json!({ "id": DEVICE });
    // Create hardwareOathAuthenticationMethod.
    let assigned = Some(json!({ "device": named }));
    check(Act::Assign { user: u(), device: d() }, "POST", methods.clone(), assigned);
    // hardwareOathAuthenticationMethod: assignAndActivate, activate, deactivate. A plan has no codes.
    let both = Some(json!({ "device": named, "verificationCode": "" }));
    let act = Act::AssignAndActivate { user: u(), device: d(), code: code() };
    check(act, "POST", format!("{methods}/assignAndActivate"), both);
    let act = Act::AssignAndActivateBySerial { user: u(), serial: "NW0001".to_owned(), code: code() };
    let both = Some(json!({ "serialNumber": "NW0001", "verificationCode": "" }));
    check(act, "POST", format!("{methods}/assignAndActivateBySerialNumber"), both);
    let act = Act::Activate { user: u(), device: d(), code: code() };
    check(act, "POST", format!("{methods}/{DEVICE}/activate"), Some(json!({ "verificationCode": "" })));
    let act = Act::Deactivate { user: u(), device: d() };
    check(act, "POST", format!("{methods}/{DEVICE}/deactivate"), None);
    // Delete hardwareOathAuthenticationMethod; Delete and Update hardwareOathTokenAuthenticationMethodDevice.
    check(Act::Unassign { user: u(), device: d() }, "DELETE", format!("{methods}/{DEVICE}"), None);
    check(Act::Delete { device: d() }, "DELETE", format!("{DEVICES}/{DEVICE}"), None);
    let change = Change {
        manufacturer: Some("Northwind".to_owned()),
        model: Some("NW 300".to_owned()),
        interval: Interval::new(60),
        hash: Some(HashFunction::Sha256),
        display_name: Some("Token 1".to_owned()),
    };
    let changed = json!({ "displayName": "Token 1", "manufacturer": "Northwind", "model": "NW 300",
        "timeIntervalInSeconds": 60, "hashFunction": "hmacsha256" });
    check(Act::Update { device: d(), change }, "PATCH", format!("{DEVICES}/{DEVICE}"), Some(changed));
}

fn response(status: u16, body: &Value) -> Response {
    Response { status, headers: Vec::new(), body: body.to_string().into_bytes() }
}

/// A token as documented answers show it.
fn device() -> Value {
    json!({ "id": DEVICE, "displayName": null, "serialNumber": "NW0001", "manufacturer": "Northwind", "model": "NW 200",
        "secretKey": null, "timeIntervalInSeconds": 30, "status": "available", "lastUsedDateTime": null,
        "hashFunction": "hmacsha1", "assignedTo": null })
}

fn wrapped() -> Value {
    json!({ "@odata.type": METHOD, "id": DEVICE, "createdDateTime": "2026-01-02T03:04:05Z", "device": device() })
}

#[test]
fn documented_answers_with_tokens_are_read() {
    let check = |body: Value, serials: &[&str], next: bool| {
        let page = graph::read_page(graph::request::HOST, &response(200, &body)).unwrap();
        let read: Vec<_> = page.devices.iter().map(|device| device.serial.as_str()).collect();
        assert_eq!((read.as_slice(), page.next.is_some()), (serials, next), "{body}");
    };
    let context =
        format!("https://graph.microsoft.com/beta/$metadata#{}", DEVICES.trim_start_matches("/beta/"));
    // List hardwareOathDevices: as its page shows it, as real tenants answer, with more to come, and empty.
    check(json!({ "value": [wrapped()] }), &["NW0001"], false);
    check(json!({ "@odata.context": context, "value": [device()] }), &["NW0001"], false);
    let link = format!("https://graph.microsoft.com{DEVICES}?$skiptoken=opaque");
    check(json!({ "@odata.nextLink": link, "value": [device()] }), &["NW0001"], true);
    check(json!({ "value": [] }), &[], false);
    // Create …: flat, with its context; the interval stands in quotes on one page.
    let mut created = device();
    created["@odata.context"] = format!("{context}/$entity").into();
    created["timeIntervalInSeconds"] = "30".into();
    created["assignedTo"] = json!({ "id": USER, "displayName": "Kim" });
    created["status"] = "assigned".into();
    let read = Device::read(&created).unwrap();
    assert_eq!(
        (read.interval, read.hash, read.status),
        (Some(30), Some(HashFunction::Sha1), DeviceStatus::Assigned)
    );
    assert_eq!((read.assigned_to.as_deref(), read.holder()), (Some(USER), Some("Kim")));
    // List hardwareOathMethods.
    let held = people::read_methods(&response(200, &json!({ "value": [wrapped()] }))).unwrap();
    assert_eq!((held[0].method.as_str(), held[0].serial.as_str()), (DEVICE, "NW0001"));
}

#[test]
fn documented_answers_to_bulk_are_read() {
    // One letter a token: created, refused, unmentioned.
    let check = |status: u16, body: Value, letters: &str| {
        let answers = graph::read_bulk(&response(status, &body), &["NW0001", "NW0002"]);
        let read: String = answers
            .iter()
            .map(|answer| match answer {
                ItemAnswer::Created => 'c',
                ItemAnswer::Refused(error) => {
                    assert_eq!((error.status, error.code.as_str()), (409, "Conflict"));
                    'r'
                }
                ItemAnswer::Unmentioned => 'u',
            })
            .collect();
        assert_eq!(read, letters, "{body}");
    };
    let mut other = wrapped();
    other["device"]["serialNumber"] = "NW0002".into();
    check(201, json!({ "value": [other, wrapped()] }), "cc");
    check(200, json!({ "value": [device()] }), "cu");
    check(204, Value::Null, "uu");
    // Partial failure as other workloads document it for delta payloads, under either name.
    let why = json!({ "@odata.type": "#Org.OData.Core.V1.DataModificationExceptionType", "failedOperation": "Create",
        "responseCode": 409, "info": { "code": "Conflict", "message": "There is one." } });
    for name in ["@Core.DataModificationException", "@Org.OData.Core.V1.DataModificationException"] {
        let failed = json!({ name: why, "@contentId": "2", "id": "00000000-0000-0000-0000-000000000000" });
        check(200, json!({ "@odata.context": "…/$delta", "value": [device(), failed] }), "cr");
    }
}

#[test]
fn documented_refusals_are_read() {
    let check = |status: u16, code: &str, inner: Value, id: Option<&str>| {
        let error = json!({ "code": code, "message": "Said for developers.", "innerError": inner });
        let read = GraphError::read(&response(status, &json!({ "error": error })));
        assert_eq!((read.status, read.code.as_str(), read.request_id.as_deref()), (status, code, id));
        assert!(read.date.is_some() == id.is_some() && read.words().contains("Said for developers"));
    };
    let inner = json!({ "date": "2026-01-02T03:04:05", "request-id": DEVICE, "client-request-id": USER });
    // Error responses; JSON batching; Microsoft Graph throttling guidance.
    check(403, "Authorization_RequestDenied", inner.clone(), Some(DEVICE));
    check(403, "accessDenied", inner, Some(DEVICE));
    let throttled = json!({ "code": "429", "status": "429", "message": "Please retry after", "request-id": DEVICE,
        "date": "2026-01-02T03:04:05" });
    check(429, "TooManyRequests", throttled, Some(DEVICE));
    check(400, "badRequest", Value::Null, None);
    let headers = vec![("Retry-After".to_owned(), "2.128".to_owned())];
    let late = Response { headers, ..response(429, &Value::Null) };
    assert_eq!(late.retry_after(), Some(Millis(2128)), "a fraction is documented");
    // JSON batching: answers come in any order, each with headers of its own.
    let responses = json!({ "responses": [
        { "id": "2", "status": 429, "headers": { "Retry-After": "5" }, "body": { "error": { "code": "TooManyRequests" } } },
        { "id": "1", "status": 201, "headers": { "Content-Type": "application/json" }, "body": device() }] });
    let [one, two] = graph::read_singles(&response(200, &responses), 2).try_into().unwrap();
    assert_eq!((one.unwrap().status, two.unwrap().retry_after()), (201, Some(Millis(5000))));
}

#[test]
fn documented_answers_about_account_and_policy_are_read() {
    let policy = json!({ "@odata.type": "#microsoft.graph.hardwareOathAuthenticationMethodConfiguration",
        "id": "HardwareOath", "state": "disabled", "excludeTargets": [{ "targetType": "group", "id": DEVICE }],
        "includeTargets": [{ "targetType": "group", "id": "all_users", "isRegistrationRequired": false }] });
    // Get hardwareOathAuthenticationMethodConfiguration: in `value` on its page, bare elsewhere.
    for body in [json!({ "value": policy }), policy] {
        let read = ready::read_policy(&response(200, &body)).unwrap();
        assert_eq!(
            (read.enabled, read.included, read.excluded),
            (false, vec!["all_users".to_owned()], vec![DEVICE.to_owned()])
        );
    }
    // List a user's memberships: groups and roles side by side.
    let member = json!({ "@odata.context": "…#directoryObjects", "value": [
        { "@odata.type": "#microsoft.graph.group", "id": DEVICE, "displayName": "All staff" },
        { "@odata.type": "#microsoft.graph.directoryRole", "id": USER, "roleTemplateId": role::POLICY_ADMINISTRATOR }] });
    assert_eq!(ready::read_roles(&response(200, &member)).unwrap(), [role::POLICY_ADMINISTRATOR]);
}

/// The same names, and values of the same types; what is null on either side may be anything, and a list is like its first
/// item. A context is told by some pages only.
fn assert_alike(documented: &Value, answered: &Value, at: &str) {
    match (documented, answered) {
        (Value::Object(documented), Value::Object(answered)) => {
            let names = |of: &serde_json::Map<String, Value>| -> Vec<String> {
                of.keys().filter(|name| *name != "@odata.context").cloned().collect()
            };
            assert_eq!(names(documented), names(answered), "{at}");
            for name in names(documented) {
                assert_alike(&documented[&name], &answered[&name], &format!("{at}/{name}"));
            }
        }
        (Value::Array(documented), Value::Array(answered)) => {
            for item in answered.iter().filter(|_| !documented.is_empty()) {
                assert_alike(&documented[0], item, &format!("{at}/0"));
            }
        }
        (Value::Null, _) | (_, Value::Null) => {}
        (documented, answered) => {
            assert_eq!(core::mem::discriminant(documented), core::mem::discriminant(answered), "{at}");
        }
    }
}

#[test]
fn the_tenant_answers_like_the_documented_examples() {
    let mut tenant = Tenant::new(Switches { echoes_content_id: false, ..Switches::default() }, 1);
    tenant.account.permissions.push("UserAuthMethod-HardwareOATH.ReadWrite.All".to_owned());
    tenant.account.roles.push(role::AUTHENTICATION_ADMINISTRATOR.to_owned());
    tenant.people.push(Person::member(USER.to_owned(), "kim@contoso.example", "Kim"));
    let mut kept = Kept::new(DEVICE.to_owned(), "NW0009", "Northwind", "NW 200");
    kept.assigned_to = Some(USER.to_owned());
    tenant.keep(kept);
    let access = tenant.sign_in(Millis(0)).unwrap();
    let mut check = |request: &Request, status: u16, documented: Value| {
        let Outcome::Answered(answer) = tenant.answer(Millis(0), request, &access) else {
            panic!("no answer to {}", request.path)
        };
        let body = answer.json().unwrap_or_default();
        assert_eq!(answer.status, status, "{}: {body}", request.path);
        assert_alike(&documented, &body, &request.path);
    };
    let [one, two] = tokens();
    let mut held = device();
    held["assignedTo"] = json!({ "id": USER, "displayName": "Kim" });
    let methods = format!("users/{USER}/authentication/hardwareOathMethods");
    check(&graph::single(&one), 201, device());
    let bulk = json!({ "value": [{ "@odata.type": METHOD, "id": DEVICE, "device": held }] });
    check(&graph::bulk([two].iter()), 201, bulk);
    check(&graph::inventory(), 200, json!({ "value": [held] }));
    check(&Request::get(&format!("{}/{DEVICE}", graph::request::DEVICES), ""), 200, held.clone());
    let mut method = wrapped();
    method["lastUsedDateTime"] = Value::Null;
    method["device"] = held;
    check(&Request::get(&methods, ""), 200, json!({ "value": [method] }));
    let policy = json!({ "@odata.type": "", "id": "", "state": "", "excludeTargets": [],
        "includeTargets": [{ "targetType": "group", "id": "all_users", "isRegistrationRequired": false }] });
    check(&ready::policy(), 200, policy);
    check(&ready::set_enabled(true), 204, Value::Null);
    let inner = json!({ "date": "", "request-id": "" });
    let refused = json!({ "error": { "code": "", "message": "", "innerError": inner } });
    check(&graph::single(&one), 400, refused.clone());
    let batch = json!({ "responses": [{ "id": "1", "status": 400, "headers": {}, "body": refused }] });
    check(&graph::singles([one].iter()), 200, batch);
}
