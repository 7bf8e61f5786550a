// The simulated tenant itself, with the real MSAL on a page that has nothing else: sign-in by popup, silent renewal,
// consent, real preflights, and answers that get lost.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { afterEach, test } from "node:test";
import { closeBrowsers, launch } from "./browser.mjs";
import { closeServers, serveFiles } from "./server.mjs";
import { closeTenants, shapes, startTenant, strangers } from "./tenant.mjs";

const CLIENT = "11112222-3333-4444-5555-666677778888";
const DEVICES = "/beta/directory/authenticationMethodDevices/hardwareOathDevices";
const GRAPH = "https://graph.microsoft.com";
const UPLOAD = "Policy.ReadWrite.AuthenticationMethod";
const ITEM = { "@contentId": "1", serialNumber: "T000001", manufacturer: "Deepnet Security", model: "SafeID/Classic",
  secretKey: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", timeIntervalInSeconds: 30, hashFunction: "hmacsha1" };

const PAGE = `<!doctype html><title>Page</title><link rel="icon" href="data:,"><script src="/msal.js"></script><script>
  const ready = (async () => {
    const app = new msal.PublicClientApplication({
      auth: { clientId: "${CLIENT}", authority: "https://login.microsoftonline.com/organizations", redirectUri: location.origin + "/redirect.html" },
      cache: { cacheLocation: "memoryStorage" },
    });
    await app.initialize();
    return app;
  })();
  const told = (work) => work.then(
    (result) => ({ scopes: result.scopes, name: result.account.name, token: result.accessToken, fromCache: result.fromCache }),
    (error) => ({ error: error.errorCode, kind: error.name, said: error.message }));
  const signIn = async (scopes, more = {}) => told((await ready).acquireTokenPopup({ scopes, ...more }));
  const renew = async (scopes, more = {}) => {
    const app = await ready;
    return told(app.acquireTokenSilent({ scopes, account: app.getAllAccounts()[0], ...more }));
  };
  const ask = (token, method, path, body, headers = {}) => fetch("${GRAPH}" + path, {
    method, body: body && JSON.stringify(body),
    headers: { Authorization: "Bearer " + token, ...body && { "Content-Type": "application/json" }, ...headers },
  }).then(async (response) => ({ status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() }),
    (error) => ({ failed: String(error) })).catch((error) => ({ failed: String(error) }));
</script>`;
const BRIDGE = `<!doctype html><title>Redirect</title><link rel="icon" href="data:,"><script src="/bridge.js"></script>
  <script>msalRedirectBridge.broadcastResponseToMainFrame()</script>`;

afterEach(async () => {
  await closeBrowsers();
  await closeServers();
  closeTenants();
});

async function open(config = {}) {
  const library = (name) => readFile(new URL(`../../node_modules/@azure/msal-browser/lib/${name}`, import.meta.url));
  const script = "text/javascript";
  const server = await serveFiles({
    "/": { type: "text/html", body: PAGE },
    "/redirect.html": { type: "text/html", body: BRIDGE },
    "/msal.js": { type: script, body: await library("msal-browser.min.js") },
    "/bridge.js": { type: script, body: await library("redirect-bridge/msal-redirect-bridge.min.js") },
  });
  const tenant = await startTenant();
  await tenant.configure(config);
  const browser = await launch({ flags: tenant.flags });
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(server.origin);
  return { tenant, page };
}

/** Signs in and presses a button of the popup. */
async function signIn(page, scopes, press = /Continue as Ada Admin/, more = {}) {
  const popup = page.waitForEvent("popup");
  const result = page.evaluate(([scopes, more]) => signIn(scopes, more), [scopes, more]);
  await (await popup).getByRole("button", { name: press }).click();
  return result;
}

const renew = (page, scopes, more = {}) => page.evaluate(([scopes, more]) => renew(scopes, more), [scopes, more]);
const ask = (page, ...request) => page.evaluate((request) => ask(...request), request);

test("MSAL signs in through the popup, renews silently, and the token is good for Graph", async () => {
  const { tenant, page } = await open({ consented: ["User.Read"] });
  const signed = await signIn(page, ["User.Read"]);
  assert.equal(signed.name, "Ada Admin", JSON.stringify(signed));
  assert.match(signed.scopes.join(" "), /User\.Read/);
  const me = await ask(page, signed.token, "GET", "/beta/me");
  assert.equal(JSON.parse(me.text).userPrincipalName, "admin@contoso.example");
  assert.equal((await renew(page, ["User.Read"])).fromCache, true);
  const renewed = await renew(page, ["User.Read"], { forceRefresh: true });
  assert.notEqual(renewed.token, signed.token, JSON.stringify(renewed));
  assert.equal((await ask(page, renewed.token, "GET", DEVICES)).status, 403, "uploading was not consented to");
  assert.deepEqual(shapes(await tenant.log()), [
    "GET login.microsoftonline.com/organizations/oauth2/v2.0/authorize",
    "POST login.microsoftonline.com/organizations/oauth2/v2.0/authorize",
    "POST login.microsoftonline.com/organizations/oauth2/v2.0/token",
    "GET graph.microsoft.com/beta/me",
    "POST login.microsoftonline.com/organizations/oauth2/v2.0/token",
    `GET graph.microsoft.com${DEVICES}`,
  ]);
  assert.ok((await tenant.log()).every(({ query }) => !query.includes(signed.token)));
});

test("what was not consented to needs a press, may be declined, and then is granted", async () => {
  const { tenant, page } = await open({ consented: ["User.Read"] });
  await signIn(page, ["User.Read"]);
  const silent = await renew(page, [UPLOAD]);
  assert.equal(silent.kind, "InteractionRequiredAuthError", JSON.stringify(silent));
  const declined = await signIn(page, [UPLOAD], "Decline");
  assert.equal(declined.error, "access_denied", JSON.stringify(declined));
  const granted = await signIn(page, [UPLOAD]);
  assert.ok(granted.scopes.some((scope) => scope.endsWith(UPLOAD)), JSON.stringify(granted));
  assert.ok((await tenant.inventory()).consented.includes(UPLOAD));
  assert.equal((await ask(page, granted.token, "GET", DEVICES)).status, 200);
});

test("an account that may not consent is told to ask an administrator, who may", async () => {
  const { tenant, page } = await open({ consented: ["User.Read"], login: { mayConsent: false } });
  const blocked = await signIn(page, [UPLOAD], /without granting consent/);
  assert.equal(blocked.error, "access_denied", JSON.stringify(blocked));
  await tenant.configure({ login: {} });
  const scope = encodeURIComponent(`${GRAPH}/${UPLOAD}`);
  const back = encodeURIComponent(new URL("/", page.url()).href);
  const admin = await page.context().newPage();
  await admin.goto(`https://login.microsoftonline.com/organizations/v2.0/adminconsent?client_id=${CLIENT}&scope=${scope}&redirect_uri=${back}&state=s`);
  await admin.getByRole("button", { name: "Accept" }).click();
  await admin.waitForURL(/admin_consent=True.*|.*admin_consent=True/);
  assert.ok((await signIn(page, [UPLOAD])).scopes.some((granted) => granted.endsWith(UPLOAD)));
});

test("renewal fails as it does in life: interaction required, claims demanded, the day is over", async () => {
  for (const [login, advance, kind] of [[{ refresh: "interactionRequired" }, 0, "InteractionRequiredAuthError"],
    [{ thirdPartyCookies: false }, 25 * 3_600_000, "InteractionRequiredAuthError"], [{}, 25 * 3_600_000, undefined]]) {
    const { tenant, page } = await open();
    await signIn(page, ["User.Read"]);
    await tenant.configure({ login, advance });
    const renewed = await renew(page, ["User.Read"], { forceRefresh: true });
    assert.equal(renewed.kind, kind, JSON.stringify([login, renewed]));
  }
  const { tenant, page } = await open({ login: { claimsNeedInteraction: true } });
  const { token } = await signIn(page, [UPLOAD]);
  await tenant.configure({ faults: [{ fault: "claimsChallenge" }] });
  const challenged = await ask(page, token, "GET", DEVICES);
  assert.equal(challenged.status, 401);
  const claims = atob(challenged.headers["www-authenticate"].match(/claims="([^"]+)"/)[1]);
  assert.equal((await renew(page, [UPLOAD], { claims })).kind, "InteractionRequiredAuthError");
  const renewed = await signIn(page, [UPLOAD], undefined, { claims });
  assert.equal((await ask(page, renewed.token, "GET", DEVICES)).status, 200, JSON.stringify(renewed));
});

test("an upload is preflighted, takes effect, and what pages can't read they can't", async () => {
  const { tenant, page } = await open();
  const { token } = await signIn(page, [UPLOAD]);
  const body = { "@context": "#$delta", value: [ITEM] };
  const created = await ask(page, token, "PATCH", DEVICES, body, { "client-request-id": crypto.randomUUID() });
  assert.equal(created.status, 201, JSON.stringify(created));
  assert.ok(created.headers["request-id"] && !created.headers.date && !created.headers["x-ms-ags-diagnostic"]);
  const patches = (await tenant.log()).filter(({ path }) => path === DEVICES);
  assert.deepEqual(patches.map(({ method, isPreflight, hasSeed }) => [method, isPreflight, hasSeed]),
    [["OPTIONS", true, false], ["PATCH", false, true]]);
  const { devices } = await tenant.inventory();
  assert.deepEqual(devices.filter(({ hasSeed }) => hasSeed).map(({ serial }) => serial), ["T000001"]);

  assert.ok((await ask(page, token, "GET", DEVICES, undefined, { "X-Mine": "1" })).failed, "a header that is not allowed");
  await tenant.configure({ faults: [{ fault: { throttled: 1500 } }] });
  assert.equal((await ask(page, token, "GET", DEVICES)).headers["retry-after"], "1.500");
  await tenant.configure({ switches: { readableWait: false }, faults: [{ fault: { throttled: 1500 } }] });
  const throttled = await ask(page, token, "GET", DEVICES);
  assert.deepEqual([throttled.status, throttled.headers["retry-after"]], [429, undefined]);
  assert.equal((await ask(page, "forged", "GET", DEVICES)).status, 401);
  await tenant.configure({ expireTokens: true });
  assert.equal((await ask(page, token, "GET", DEVICES)).status, 401);
});

test("faults come as ordered: an answer is lost, cut or silent, and the browser repeats none of it", async () => {
  const { tenant, page } = await open({ cors: { maxAge: 0 } });
  const { token } = await signIn(page, [UPLOAD]);
  const create = async (fault, serial) => {
    await tenant.configure({ faults: [{ method: "PATCH", path: "hardwareOathDevices", fault }] });
    const before = (await tenant.log()).length;
    const result = await ask(page, token, "PATCH", DEVICES, { "@context": "#$delta", value: [{ ...ITEM, serialNumber: serial }] });
    const sent = (await tenant.log()).slice(before).filter(({ method }) => method === "PATCH").length;
    const kept = (await tenant.inventory()).devices.some((device) => device.serial === serial);
    return [result.failed ? "failed" : result.status, sent, kept];
  };
  assert.deepEqual(await create("lostAnswer", "L1"), ["failed", 1, true]);
  assert.deepEqual(await create("lostRequest", "L2"), ["failed", 1, false]);
  assert.deepEqual(await create("cutAnswer", "L3"), ["failed", 1, true]);
  assert.deepEqual(await create({ silentAfter: 502 }, "L4"), ["failed", 1, true]);
  assert.deepEqual(await create({ silentBefore: 502 }, "L5"), ["failed", 1, false]);
  assert.deepEqual(await create({ errorAfter: 504 }, "L6"), [504, 1, true]);
  assert.deepEqual(await create({ errorBefore: 503 }, "L7"), [503, 1, false]);
  assert.deepEqual(await create("refused", "L8"), ["failed", 0, false]);
  assert.deepEqual(await create("repeated", "LA"), [400, 1, true], "its own first arrival is in the way");
  assert.deepEqual(await create("roleLost", "L9"), [403, 1, false]);
});

test("everything is as at the start after a reset, and what is not known is refused", async () => {
  const { tenant } = await open({ empty: true, keep: ["A1", "A2"], policyEnabled: false });
  assert.equal((await tenant.inventory()).devices.length, 2);
  await tenant.reset();
  const { devices, policyEnabled } = await tenant.inventory();
  assert.deepEqual([devices.length, policyEnabled, (await tenant.log()).length], [62, true, 0]);
  await assert.rejects(tenant.configure({ page: 5 }), /unknown field/);
});

// The control of what every journey asserts when its page is closed.
test("a request that the page has no reason to make is told", () => {
  const entry = (method, host, path, isPreflight = false) => ({ method, host, path, isPreflight });
  const [login, graph, id] = ["login.microsoftonline.com", "graph.microsoft.com", "0000feed-0000-4000-8000-000000000001"];
  const batch = (...inner) => ({ ...entry("POST", graph, "/beta/$batch"), batch: inner });
  const known = [
    entry("GET", login, "/organizations/oauth2/v2.0/authorize"),
    entry("POST", login, "/organizations/oauth2/v2.0/token"),
    entry("OPTIONS", graph, "/beta/me/messages", true),
    entry("GET", graph, "/beta/me/transitiveMemberOf"),
    entry("PATCH", graph, DEVICES),
    batch("POST /directory/authenticationMethodDevices/hardwareOathDevices", `GET /users/${id}`),
    entry("POST", graph, `/beta/users/${id}/authentication/hardwareOathMethods/${id}/activate`),
  ];
  assert.deepEqual(strangers(known), []);
  const strange = [
    entry("GET", graph, "/beta/me/messages"),
    entry("DELETE", graph, DEVICES),
    entry("GET", graph, `${DEVICES}/${id}/more`),
    entry("GET", graph, `/beta/users/${id}`),
    entry("GET", graph, `/beta/users/${id}/authentication/hardwareOathMethods/${id}`),
    batch(`GET /users/${id}`, "GET /me/messages"),
    entry("GET", graph, "/v1.0/users"),
    entry("GET", login, "/organizations/oauth2/v2.0/token"),
    entry("GET", "graph.microsoft.us", "/beta/users"),
    entry("POST", "login.microsoftonline.us", "/organizations/oauth2/v2.0/token"),
  ];
  assert.deepEqual(strangers([...known, ...strange]), shapes(strange));
});
