// The help desk: one box, one card, and what is done about a token.

import assert from "node:assert/strict";
import { test } from "node:test";
import { pressed, signIn } from "./account.mjs";
import { openApp } from "./harness.mjs";
import { startTenant } from "./tenant.mjs";

const FIND = "User.ReadBasic.All";
const METHODS = "UserAuthMethod-HardwareOATH.ReadWrite.All";
const WIDE = "UserAuthenticationMethod.ReadWrite.All";
const POLICY = "Policy.ReadWrite.AuthenticationMethod";

const button = (app, name) => app.page.getByRole("button", { name, exact: true });
const area = (app, name) => app.page.getByRole("navigation", { name: "Areas" }).getByRole("button", { name, exact: true });
const says = (app, text) => app.page.getByText(text).first().waitFor();

async function lookUp(app, text) {
  await app.page.locator("#desk-input").fill(text);
  await app.page.keyboard.press("Enter");
}

/** At the help desk of the demo tenant. */
async function demo() {
  const app = await openApp();
  await button(app, "Try the demo tenant").click();
  await app.page.getByText("DEMO.", { exact: true }).waitFor();
  await area(app, "Help desk").click();
  await app.screen("desk");
  return app;
}

/** At the help desk of a tenant. */
async function signedIn(config) {
  const tenant = await startTenant();
  await tenant.configure({ roles: ["policyAdministrator", "authenticationAdministrator"], ...config });
  const app = await openApp({ tenant });
  await app.screen("start");
  await signIn(app);
  await area(app, "Help desk").click();
  await app.screen("desk");
  return { tenant, app };
}

test("a person is found by name and by token, with the keyboard alone", async () => {
  const app = await demo();
  await lookUp(app, "smith");
  await says(app, "2 people");
  await app.audit();
  await button(app, "Show Emma Smith").press("Enter");
  await app.page.getByRole("heading", { name: "Emma Smith" }).waitFor();
  await lookUp(app, "71358403");
  await says(app, "Has token 71358403.");
  await app.page.getByRole("heading", { name: "Aoife O'Neill" }).waitFor();
  await button(app, "Replace lost token 71358403").press("Enter");
  await button(app, "Replace…").click();
  await says(app, "Type the serial number of the new token");
  await app.audit();
  await app.page.setViewportSize({ width: 320, height: 700 });
  const wide = await app.page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 320, `the page is ${wide} wide`);
  await app.close();
});

test("a permission that the tenant does not know can be replaced by the wider one, after it was read what that grants", async () => {
  const { tenant, app } = await signedIn({ consented: ["User.Read", FIND], login: { unknown: [METHODS] } });
  await lookUp(app, "grace");
  await says(app, "People's tokens cannot be seen or changed without the permission");
  await app.page.getByText("Entra says that this permission does not exist?").click();
  await says(app, "reset people's passwords");
  await app.audit();
  await tenant.configure({ consented: ["User.Read", FIND, WIDE], login: { unknown: [METHODS] } });
  await button(app, "Ask for the wider permission").click();
  await app.page.getByRole("heading", { name: "71358400" }).waitFor();
  app.expectTrouble = true; // Chromium tells the console of refusals.
  await app.close();
});

test("the host may forbid the wider permission", async () => {
  const tenant = await startTenant();
  await tenant.configure({ consented: ["User.Read", FIND], login: { unknown: [METHODS] } });
  const config = JSON.stringify({ widePermission: false });
  const prepare = (page) => page.context().route("**/config.json", (route) => route.fulfill({ contentType: "application/json", body: config }));
  const app = await openApp({ tenant, prepare });
  await app.screen("start");
  await signIn(app);
  await area(app, "Help desk").click();
  await lookUp(app, "grace");
  await says(app, "People's tokens cannot be seen or changed without the permission");
  await app.page.getByText("may not know the permission").first().waitFor();
  assert.equal(await app.page.getByText("Entra says that this permission does not exist?").count(), 0);
  app.expectTrouble = true; // Chromium tells the console of refusals.
  await app.close();
});

test("a missing role is said, with the role that helps", async () => {
  const { app } = await signedIn({ consented: ["User.Read", FIND, METHODS], roles: [] });
  await lookUp(app, "grace");
  await says(app, "Have the role Authentication Administrator assigned");
  app.expectTrouble = true; // Chromium tells the console of refusals.
  await app.close();
});

test("a lost token is replaced in one flow, and the card shows the new one", async () => {
  const app = await demo();
  await lookUp(app, "aoife o'n");
  await button(app, "Replace lost token 71358403").click();
  await app.page.getByLabel("Serial number of the new token").fill("71358401");
  await app.page.getByLabel("Code that it shows").fill("012345");
  await button(app, "Replace…").click();
  await app.screen("work-confirm");
  await app.page.getByText("71358403 → 71358401").waitFor();
  await button(app, "Replace token 71358403").click();
  await button(app, "Done").waitFor({ timeout: 60_000 });
  await button(app, "Done").click();
  await app.screen("desk");
  await app.page.getByRole("heading", { name: "71358401" }).waitFor();
  await says(app, "Activated");
  await button(app, "Print a sheet…").click();
  await app.screen("policy");
  await says(app, "For Aoife O'Neill, who has one token.");
  const sheet = await app.page.locator(".sheets__item").textContent();
  assert.ok(sheet.includes("Aoife O'Neill") && sheet.includes("71358401"), sheet);
  await app.close();
});

test("without the permission for the inventory the new token comes first, and a refusal leaves the old one", async () => {
  const { tenant, app } = await signedIn({ consented: ["User.Read", FIND, METHODS] });
  const replaces = async (code) => {
    await button(app, "Replace lost token 71358403").click();
    await says(app, "without the permission Policy.Read.All");
    await app.page.getByLabel("Serial number of the new token").fill("71358401");
    await app.page.getByLabel("Code that it shows").fill(code);
    await button(app, "Replace…").click();
    await app.screen("work-confirm");
    await button(app, "Replace token 71358403").click();
    await button(app, "Done").waitFor({ timeout: 60_000 });
    await button(app, "Done").click();
    await app.screen("desk");
  };
  await lookUp(app, "aoife");
  await replaces("000000");
  await app.page.getByRole("heading", { name: "71358403" }).waitFor();
  await replaces("012345");
  await app.page.getByRole("heading", { name: "71358401" }).waitFor();
  assert.equal(await app.page.getByRole("heading", { name: "71358403" }).count(), 0);
  const { consented, violations } = await tenant.inventory();
  assert.deepEqual([consented.toSorted(), violations], [["User.Read", FIND, METHODS].toSorted(), []]);
  app.expectTrouble = true; // Chromium tells the console of refusals.
  await app.close();
});

test("a replacement that stops half-way says what was done and leads to another token, under the real host names", async () => {
  const { tenant, app } = await signedIn({ consented: ["User.Read", FIND, METHODS, POLICY] });
  await lookUp(app, "aoife");
  await button(app, "Replace lost token 71358403").click();
  await app.page.getByLabel("Serial number of the new token").fill("71358401");
  await app.page.getByLabel("Code that it shows").fill("000000");
  await button(app, "Replace…").click();
  await app.screen("work-confirm");
  await button(app, "Replace token 71358403").click();
  await button(app, "Done").waitFor({ timeout: 60_000 });
  await says(app, "The verification code is not valid");
  await says(app, "Token 71358401 is not activated by the code that was typed.");
  const log = (await tenant.log()).filter((entry) => entry.method !== "GET" && entry.path.includes("hardwareOathMethods") && !entry.isPreflight);
  assert.deepEqual(log.map(({ method }) => method), ["DELETE", "POST"], "a refused code is not tried again");
  await says(app, "is without a token in place of 71358403.");
  await app.audit("work-run");
  await button(app, "Give a token").press("Enter");
  await app.screen("assign");
  await app.page.getByRole("heading", { name: "Aoife O'Neill" }).waitFor();
  await says(app, "None.");
  // The result waits.
  await button(app, "Show the work").press("Enter");
  await app.screen("work-run");
  await button(app, "Done").click();
  await area(app, "Help desk").click();
  await app.screen("desk");
  await says(app, "This person has no hardware token.");
  await button(app, "Give a token").press("Enter");
  await app.screen("assign");
  await app.page.getByRole("heading", { name: "Aoife O'Neill" }).waitFor();
  await app.page.getByRole("searchbox", { name: "Serial number of a free token, or how it begins" }).fill("71358403");
  await app.page.keyboard.press("Enter");
  await app.page.getByRole("radio", { name: /^71358403/ }).check();
  await button(app, "Assign token 71358403 to Aoife O'Neill").click();
  await app.screen("work-confirm");
  await button(app, "Give token 71358403 to Aoife O'Neill (aoife.o'neill@contoso.example)").click();
  await button(app, "Done").waitFor({ timeout: 60_000 });
  app.expectTrouble = true; // Chromium tells the console of refusals.
  await app.close();
});
