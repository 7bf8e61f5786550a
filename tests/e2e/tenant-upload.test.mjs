// Uploading to the simulated tenant with the real MSAL, under the real host names.

import assert from "node:assert/strict";
import { test } from "node:test";
import { keepTokens, pressed, signIn } from "./account.mjs";
import { base32, seedOf, table } from "./deliveries.mjs";
import { openApp } from "./harness.mjs";
import { huntSecrets } from "./hunt.mjs";
import { shapes, startTenant } from "./tenant.mjs";

const PERMISSION = "Policy.ReadWrite.AuthenticationMethod";
const DEVICES = "graph.microsoft.com/beta/directory/authenticationMethodDevices/hardwareOathDevices";

const button = (app, name) => app.page.getByRole("button", { name, exact: true });
const pill = async (app, name) => Number((await app.page.locator(".pill", { hasText: name }).textContent()).replace(/\D/g, ""));

const serialOf = (place) => `T${String(place).padStart(6, "0")}`;
const creates = ({ method, path }) => (method === "PATCH" && path.endsWith("hardwareOathDevices")) || (method === "POST" && /(hardwareOathDevices|\$batch)$/.test(path));

/** The page, signed in at a tenant that looks for the seeds, with a batch open and the upload begun. */
async function uploading(tokens, config) {
  const tenant = await startTenant();
  const sought = Array.from({ length: tokens }, (_, place) => seedOf(serialOf(place))).flatMap((seed) => [base32(seed), seed.toString("hex")]);
  await tenant.configure({ consented: ["User.Read", PERMISSION], sought, ...config });
  const app = await openApp({ tenant });
  keepTokens(app);
  await app.screen("start");
  await signIn(app);
  await app.drop([table(tokens)]);
  await app.screen("review");
  await button(app, "Upload to Entra…").click();
  return { tenant, app };
}

/** Seeds were seen by the tenant in the bodies of creating requests, as many as told, and nowhere else. */
async function seedsStayedWhereTheyBelong(tenant) {
  const carrying = (await tenant.log()).filter(({ sought }) => sought.length > 0);
  for (const entry of carrying) assert.ok(creates(entry) && entry.sought.join() === "body", `${entry.method} ${entry.path}: ${entry.sought}`);
  assert.ok(carrying.length > 0, "the control: creating requests carry seeds");
}

/** No token of the login host is in a storage, an address, the page or the console. */
async function tokensAreNowhere(app, step) {
  assert.ok(Object.keys(app.tokens).length >= 2, "the control: tokens were given");
  assert.deepEqual(await huntSecrets(app, app.tokens), [], step);
}

test("tokens reach the tenant, none twice, whatever is lost on the way", async () => {
  const { tenant, app } = await uploading(2500);
  await app.screen("plan");
  assert.equal(await app.page.locator(".ready--good").count(), 4);
  await tenant.configure({ faults: [{ method: "PATCH", fault: "lostAnswer" }, { method: "PATCH", fault: { throttled: 1500 } }] });
  await button(app, "Upload 2,500 tokens").click();
  await app.page.getByText(/[1-9]\d\d sent/).waitFor();
  await tokensAreNowhere(app, "during the run");
  // The network goes and comes back.
  await app.context.setOffline(true);
  await app.page.getByText(/Waiting \d+ s before the next request/).waitFor();
  await app.context.setOffline(false);
  // The access token is no longer taken: MSAL has a new one without a press.
  await tenant.configure({ expireTokens: true });
  await button(app, "Done").waitFor({ timeout: 100_000 });
  assert.equal(await pill(app, "Created"), 2500);
  await app.page.getByText("Seeds were sent to your tenant, and nowhere else").waitFor();
  const { devices, violations } = await tenant.inventory();
  const serials = devices.map((device) => device.serial ?? device.serialNumber);
  assert.equal(new Set(serials).size, serials.length, "no serial number is there twice");
  for (let place = 0; place < 2500; place += 1) assert.ok(serials.includes(serialOf(place)));
  assert.deepEqual(violations, []);
  await seedsStayedWhereTheyBelong(tenant);
  // The control: there was trouble, and it was got over.
  const log = (await tenant.log()).filter(({ isPreflight }) => !isPreflight);
  assert.ok(log.some(({ status }) => status === 429), "a request was throttled");
  assert.ok(log.filter(creates).length >= 26, "25 bodies, and one more for the lost answer or the throttled one");
  assert.ok(log.filter(({ method, path }) => method === "POST" && path.endsWith("/token")).length >= 2, "the access token was renewed");
  await tokensAreNowhere(app, "with a renewed token, after the run");
  app.expectTrouble = true; // Chromium tells the console of the lost answers.
  await app.close();
});

test("an upload without trouble sends exactly what its plan said", async () => {
  const { tenant, app } = await uploading(150);
  await app.screen("plan");
  await button(app, "Show the requests").click();
  await app.page.locator(".upload__requests code").nth(1).waitFor();
  const shown = await app.page.locator(".upload__requests code").allTextContents();
  assert.deepEqual(shown, Array(2).fill("PATCH /beta/directory/authenticationMethodDevices/hardwareOathDevices"));
  await button(app, "Upload 150 tokens").click();
  await button(app, "Done").waitFor({ timeout: 60_000 });
  assert.equal(await pill(app, "Created"), 150);
  const asked = shapes(await tenant.log()).filter((shape) => shape.includes("graph.microsoft.com"));
  // At sign-in and at the plan it is checked whether all is ready; the inventory is read for the plan, before the run and after it.
  const ready = ["GET graph.microsoft.com/beta/me/transitiveMemberOf",
    "GET graph.microsoft.com/beta/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/hardwareOath"];
  const once = [...ready, `GET ${DEVICES}`, `PATCH ${DEVICES}`];
  assert.deepEqual(asked.toSorted(), [...once, ...once, `GET ${DEVICES}`].toSorted());
  await seedsStayedWhereTheyBelong(tenant);
  await app.close();
});

test("a policy that is off is told before anything is sent, and one press enables it", async () => {
  const { tenant, app } = await uploading(3, { policyEnabled: false, roles: ["globalReader"] });
  const line = app.page.locator(".ready--missing", { has: app.page.locator("dt", { hasText: "Policy" }) });
  await line.getByText("Changing the policy needs the role Authentication Policy Administrator.").waitFor();
  assert.equal(await line.getByRole("button", { name: "Enable" }).count(), 0, "what the role does not allow is not offered");
  await tenant.configure({ roles: ["policyAdministrator"] });
  await button(app, "Check again").click();
  await line.getByText("Hardware OATH tokens are disabled").waitFor();
  await line.getByRole("button", { name: "Enable" }).click();
  await app.page.locator(".ready--good", { hasText: "Hardware OATH tokens are enabled for" }).waitFor();
  assert.ok(!(await tenant.log()).some((entry) => entry.hasSeed));
  await app.close();
});

test("a missing role is told before anything is sent", async () => {
  const { tenant, app } = await uploading(3, { policyEnabled: false, roles: [] });
  await app.page.locator(".ready--missing", { hasText: "Role" }).waitFor();
  await app.page.getByText("accessDenied").first().waitFor();
  assert.ok(!(await tenant.log()).some((entry) => entry.hasSeed));
  assert.ok(!app.requests.some((request) => request.includes(base32(seedOf("T000000")))));
  app.expectTrouble = true; // Chromium tells the console of refusals.
  await app.close();
});

test("consent that is missing is asked for in the window, by one press from where the upload waits", async () => {
  const { tenant, app } = await uploading(3, { consented: ["User.Read"] });
  const line = app.page.locator(".ready--missing", { hasText: "Permission" });
  await line.getByText(/Press Continue/).waitFor();
  const link = await line.getByRole("link", { name: "Open the consent page" }).getAttribute("href");
  assert.match(link, /^https:\/\/login\.microsoftonline\.com\/[^/]+\/v2\.0\/adminconsent\?/, "an administrator can be sent the link");
  await app.audit("upload");
  const popup = await pressed(app, () => line.getByRole("button", { name: "Continue" }).click());
  await popup.getByRole("button", { name: /Continue as Ada Admin/ }).click();
  await app.screen("plan");
  assert.deepEqual((await tenant.inventory()).consented, ["User.Read", "Policy.Read.All"], "reading asks for the permission to read alone");
  // The press that uploads asks for the permission to write, and the upload begins with it.
  await button(app, "Upload 3 tokens").click();
  await app.page.getByText(`The upload begins as soon as ${PERMISSION} is granted.`).waitFor();
  await line.getByText(/Press Continue/).waitFor();
  assert.ok(!(await tenant.log()).some((entry) => entry.hasSeed), "nothing is sent before that");
  // An access token that expires, and a session that does too: the run waits for one press, and goes on.
  await tenant.configure({ faults: [{ method: "PATCH", fault: "tokenExpires" }], login: { refresh: "interactionRequired" } });
  const writing = await pressed(app, () => line.getByRole("button", { name: "Continue" }).click());
  await writing.getByRole("button", { name: /Continue as Ada Admin/ }).click();
  await app.screen("run");
  await app.page.getByText("Waiting for the sign-in").first().waitFor();
  await app.page.getByText(/Press Continue/).first().waitFor();
  await tenant.configure({ login: {} });
  const again = await pressed(app, () => app.page.locator("main").getByRole("button", { name: "Continue", exact: true }).click());
  await again.getByRole("button", { name: /Continue as Ada Admin/ }).click();
  await button(app, "Done").waitFor({ timeout: 60_000 });
  assert.equal(await pill(app, "Created"), 3);
  app.expectTrouble = true; // Chromium tells the console of refusals.
  await app.close();
});

// The login host wants to see a person at once, or renews and Graph is not content with that.
for (const [times, login, said] of [[1, { claimsNeedInteraction: true }, /Conditional Access demands more than this sign-in has shown/],
  [2, {}, /Conditional Access demands more again/]]) {
  test(`what Conditional Access demands during an upload takes one press, and the upload goes on: demanded ${times} times`, async () => {
    const { tenant, app } = await uploading(150);
    await app.screen("plan");
    await tenant.configure({ login, faults: [{ method: "PATCH", skip: 1, times, fault: "claimsChallenge" }] });
    await button(app, "Upload 150 tokens").click();
    await app.page.getByText("Waiting for the sign-in").first().waitFor();
    await app.page.getByText(said).first().waitFor();
    const creations = async () => (await tenant.log()).filter((entry) => !entry.isPreflight && creates(entry)).length;
    assert.equal(await creations(), 1 + times, "nothing is sent until the press");
    const popup = await pressed(app, () => app.page.locator("main").getByRole("button", { name: "Continue", exact: true }).click());
    await popup.getByRole("button", { name: /Continue as Ada Admin/ }).click();
    await button(app, "Done").waitFor({ timeout: 60_000 });
    assert.equal(await pill(app, "Created"), 150);
    assert.equal(await creations(), 2 + times);
    const asked = (await tenant.log()).filter(({ path, method }) => path.endsWith("/authorize") && method === "GET").at(-1);
    // MSAL adds demands of its own for the id token.
    const { access_token: demanded } = JSON.parse(new URLSearchParams(asked.query).get("claims"));
    assert.deepEqual(demanded, {}, "the window is asked for what Graph demanded");
    await tokensAreNowhere(app, "after the renewal");
    app.expectTrouble = true; // Chromium tells the console of refusals.
    await app.close();
  });
}

test("an access token that could not be renewed without network is renewed when it is back", async () => {
  const { tenant, app } = await uploading(150);
  await app.screen("plan");
  await tenant.configure({ faults: [{ method: "PATCH", skip: 1, fault: "tokenExpires" }, { path: "/token", times: 100, fault: "refused" }] });
  await button(app, "Upload 150 tokens").click();
  await app.page.getByText("Microsoft could not be reached for a new access token.").first().waitFor();
  await tenant.configure({ faults: [] });
  await app.context.setOffline(true);
  await app.context.setOffline(false);
  await button(app, "Done").waitFor({ timeout: 60_000 });
  assert.equal(await pill(app, "Created"), 150);
  app.expectTrouble = true; // Chromium tells the console of refusals.
  await app.close();
});
