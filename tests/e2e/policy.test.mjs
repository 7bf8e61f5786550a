// The policy's area: state and groups, on and off, and what is printed for people.

import assert from "node:assert/strict";
import { test } from "node:test";
import { pressed, signIn } from "./account.mjs";
import { table } from "./deliveries.mjs";
import { openApp } from "./harness.mjs";
import { startTenant } from "./tenant.mjs";

const POLICY = "/beta/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/hardwareOath";
const READ = "Policy.Read.All";
const WRITE = "Policy.ReadWrite.AuthenticationMethod";
const GROUPS = "GroupMember.Read.All";

const button = (app, name) => app.page.getByRole("button", { name, exact: true });
const area = (app, name) => app.page.getByRole("navigation", { name: "Areas" }).getByRole("button", { name, exact: true });
const says = (app, text) => app.page.getByText(text).first().waitFor();

/** In the policy's area of the demo tenant. */
async function demo() {
  const app = await openApp();
  await button(app, "Try the demo tenant").click();
  await app.page.getByText("DEMO.", { exact: true }).waitFor();
  await area(app, "Policy").click();
  await app.screen("policy");
  return app;
}

/** In the policy's area of a tenant, with these permissions consented to. */
async function signedIn(config) {
  const tenant = await startTenant();
  await tenant.configure(config);
  const app = await openApp({ tenant });
  await app.screen("start");
  await signIn(app);
  await area(app, "Policy").click();
  await app.screen("policy");
  return { tenant, app };
}

test("the policy shows its groups by name, and is disabled and enabled", async () => {
  const app = await demo();
  await says(app, "All users");
  await button(app, "Show names of groups").click();
  await says(app, "Finance guests and leavers");
  await app.audit();
  await button(app, "Ask for the permission to change this").click();
  await button(app, "Disable…").click();
  const dialog = app.page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await button(app, "Disable…").click();
  await dialog.getByRole("button", { name: "Disable", exact: true }).click();
  await says(app, "Nobody can register a hardware token or sign in with one.");
  await button(app, "Enable").click();
  await says(app, "People of the groups below can register hardware tokens");
  await app.page.setViewportSize({ width: 320, height: 700 });
  const wide = await app.page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 320, `the page is ${wide} wide`);
  await app.close();
});

test("a change names the state alone, and permissions are asked for when they are needed", async () => {
  const { tenant, app } = await signedIn({ consented: ["User.Read", READ], policyExcluded: ["Service desk"] });
  await button(app, "Show names of groups").click();
  const names = await pressed(app, () => button(app, "Continue signing in").first().click());
  await names.getByRole("button", { name: /Continue as Ada Admin/ }).click();
  await says(app, "Service desk");
  await tenant.configure({ consented: ["User.Read", READ, GROUPS, WRITE] });
  await button(app, "Ask for the permission to change this").click();
  await button(app, "Disable…").click();
  await tenant.configure({ faults: [{ method: "PATCH", path: "hardwareOath", fault: "lostAnswer" }] });
  await app.page.getByRole("dialog").getByRole("button", { name: "Disable", exact: true }).click();
  await says(app, "What holds now was read again.");
  await says(app, "Nobody can register a hardware token or sign in with one.");
  const patches = (await tenant.log()).filter(({ method, path }) => method === "PATCH" && path === POLICY);
  assert.equal(patches.length, 1, "it is not sent twice");
  await says(app, "Service desk");
  app.expectTrouble = true; // Chromium tells the console of the lost answer.
  await app.close();
});

test("a missing role is said, with the role that helps", async () => {
  const { app } = await signedIn({ consented: ["User.Read", READ], roles: [] });
  await says(app, "Have the role Global Reader or Authentication Policy Administrator assigned");
  app.expectTrouble = true; // Chromium tells the console of refusals.
  await app.close();
});

test("sheets and labels are worded by the host and printed without a seed", async () => {
  const app = await openApp({
    prepare: (page) => page.addInitScript(() => { globalThis.print = () => { globalThis.printed = (globalThis.printed ?? 0) + 1; }; }),
  });
  await app.screen("start");
  await app.drop([table(3)]);
  await app.screen("review");
  await area(app, "Policy").click();
  await app.screen("policy");
  await says(app, "No token of the open seed file has a user.");
  assert.ok(await button(app, "Print 0 sheets").isDisabled());
  await area(app, "Seed files").click();
  await button(app, "Assign users…").click();
  await app.page.locator("#user-list").fill("T000000,grace.chen@contoso.example\nT000001,zoe@contoso.example");
  await button(app, "Look at the list").click();
  await button(app, "Assign users to 2 tokens").click();
  await area(app, "Policy").click();
  await says(app, "1 token without a user left out.");
  await app.page.getByLabel("Whom to ask").fill("extension 4711");
  await app.page.keyboard.press("Tab");
  await says(app, "Help desk: extension 4711");
  const sheet = await app.page.locator(".sheets__item").first().textContent();
  for (const part of ["grace.chen@contoso.example", "T000000", "mysignins.microsoft.com/security-info"]) assert.ok(sheet.includes(part), part);
  await app.audit();
  await button(app, "Print 2 sheets").click();
  assert.equal(await app.page.evaluate(() => globalThis.printed), 1, "the dialog opens within the press");
  await button(app, "A label each").click();
  await button(app, "Print 2 labels").waitFor();
  // On paper there is nothing of the page around them.
  await app.page.emulateMedia({ media: "print" });
  assert.ok(await app.page.locator(".sheets__item").first().isVisible());
  for (const gone of [".top-bar", ".area-bar", ".bars", ".sheets__controls", ".policy__screen"]) assert.ok(!(await app.page.locator(gone).first().isVisible()), gone);
  await app.page.emulateMedia({ media: null });
  await app.close();
});

test("a wording of the host's own is used, and one that is not plain is refused", async () => {
  const open = async (text) => {
    const app = await openApp({ prepare: (page) => page.context().route("**/wording.txt", (route) => route.fulfill({ contentType: "text/plain", body: text })) });
    await app.screen("start");
    await area(app, "Policy").click();
    await app.screen("policy");
    return app;
  };
  const refused = await open("[sheet]\n{seed}\n[label]\nx\n");
  await says(refused, "wording.txt beside this page was refused: line 2 holds a brace");
  await refused.close();
});
