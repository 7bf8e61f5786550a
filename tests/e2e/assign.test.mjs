// Giving tokens to people: one, many, and those that wait for their activation.

import assert from "node:assert/strict";
import { test } from "node:test";
import { pressed, signIn } from "./account.mjs";
import { openApp } from "./harness.mjs";
import { startTenant } from "./tenant.mjs";

const INVENTORY = "Policy.Read.All";
const FIND = "User.ReadBasic.All";
const WIDE = "UserAuthenticationMethod.ReadWrite.All";
const METHODS = "UserAuthMethod-HardwareOATH.ReadWrite.All";

const button = (app, name) => app.page.getByRole("button", { name, exact: true });
const area = (app, name) => app.page.getByRole("navigation", { name: "Areas" }).getByRole("button", { name, exact: true });
const says = (app, text) => app.page.getByText(text).first().waitFor();

async function find(app, text) {
  await app.page.getByLabel("Name or UPN", { exact: true }).last().fill(text);
  await app.page.keyboard.press("Enter");
}

/** Chooses a free token by its serial number. */
async function chooseToken(app, serial) {
  await app.page.getByLabel("Serial number of a free token, or how it begins").last().fill(serial);
  await app.page.keyboard.press("Enter");
  await app.page.getByRole("radio", { name: new RegExp(serial) }).press("Space");
}

/** In the area, in the demo tenant. */
async function demo() {
  const app = await openApp();
  await button(app, "Try the demo tenant").click();
  await app.page.getByText("DEMO.", { exact: true }).waitFor();
  await area(app, "Assign").click();
  await app.screen("assign");
  await says(app, /\d+ free tokens? in the tenant's inventory/);
  return app;
}

/** Confirms what is asked, and waits for its end. */
async function confirm(app, name) {
  await app.screen("work-confirm");
  await button(app, name).click();
  await app.screen("work-run");
  await button(app, "Done").waitFor({ timeout: 60_000 });
  await button(app, "Done").click();
  await app.screen("assign");
}

test("a person is found, shown with the tokens they have, and given one, with the keyboard alone", async () => {
  const app = await demo();
  await app.audit();
  await find(app, "aoife o'n");
  await app.page.locator(".hit", { hasText: "Aoife O'Neill" }).press("Enter");
  await app.page.getByRole("heading", { name: "Aoife O'Neill" }).waitFor();
  await app.page.getByRole("rowheader", { name: "71358403" }).waitFor();
  await app.audit();
  await chooseToken(app, "71358472");
  await app.page.getByRole("radio", { name: /Activate with the code on the token/ }).press("Space");
  const code = app.page.getByRole("textbox", { name: "Code on the token" });
  await code.fill("12345");
  await code.press("Enter");
  await says(app, "Entra takes codes of six digits");
  await code.fill("004512");
  await code.press("Enter");
  await confirm(app, "Give token 71358472 to Aoife O'Neill (aoife.o'neill@contoso.example)");
  await app.page.getByRole("row", { name: /71358472.*Activated/ }).waitFor();
  await app.close();
});

test("a list is checked, its tokens are moved by keyboard, and what is ticked is done", async () => {
  const app = await demo();
  await button(app, "Many people").click();
  const list = app.page.getByLabel(/A row per person/);
  await list.fill("only words");
  await button(app, "Look at the list").click();
  await says(app, /The list needs two columns/);
  await list.fill(["serial,upn", "71358401,grace.chen@contoso.example", "tariq.haddad@contoso.example,71358402".split(",").reverse().join(","),
    "71358404,nobody@contoso.example", "71358408,<img/src=x/onerror=pwned=1>@contoso.example", "71358405,lee_fabrikam.example#EXT#@contoso.example", "99999999,mei.tanaka@contoso.example",
    "71358403,olu.adeyemi@contoso.example", "71358407,admin@contoso.example"].join("\n"));
  await button(app, "Look at the list").click();
  await says(app, "The tenant has no such person; check the UPN.");
  // A name that looks like HTML stays text.
  await says(app, "<img/src=x/onerror=pwned=1>@contoso.example");
  assert.equal(await app.page.locator("tbody img").count(), 0);
  for (const text of ["This may be a guest: guests cannot have hardware tokens.", "The inventory has no such token; upload it first.",
    /has this token; unassign it first/]) await says(app, text);
  await app.audit();
  await button(app, "Ask for User.Read.All").click();
  await says(app, /^Guests cannot have hardware tokens\.$/);
  await button(app, "Ask for RoleManagement.Read.Directory").click();
  for (const text of [/^Guests cannot have hardware tokens\.$/, "An administrator: this needs the role Privileged Authentication Administrator."])
    await says(app, text);
  await app.audit();
  const serials = () => app.page.locator("tbody th").allTextContents();
  assert.deepEqual((await serials()).slice(0, 2), ["71358401", "71358402"]);
  await app.page.locator("#move-down-0").press("Enter");
  await app.page.waitForFunction(() => document.querySelector("tbody th").textContent === "71358402");
  await app.page.keyboard.press("Alt+ArrowUp");
  await app.page.waitForFunction(() => document.querySelector("tbody th").textContent === "71358401");
  await app.page.getByRole("checkbox", { name: /for Ada Admin/ }).uncheck();
  await app.page.setViewportSize({ width: 320, height: 700 });
  const wide = await app.page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 320, `the page is ${wide} wide`);
  await app.page.setViewportSize({ width: 1280, height: 900 });
  await button(app, "Assign 2 tokens…").click();
  await confirm(app, "Assign tokens");
  await app.page.getByRole("row", { name: /Grace Chen.*Held already/ }).waitFor();
  await app.close();
});

test("a group is paired with free tokens; what waits is activated where the seed is open", async () => {
  const app = await demo();
  await button(app, "Many people").click();
  await app.page.getByLabel("Name of the group", { exact: true }).last().fill("fin");
  await app.page.keyboard.press("Enter");
  await app.page.locator(".hit", { hasText: /^Finance\s*$/ }).first().click();
  await says(app, "6 people without a token.");
  await button(app, "Pair with free tokens").click();
  await button(app, "Assign 6 tokens…").click();
  await confirm(app, "Assign tokens");
  await button(app, "Activate").click();
  await says(app, "Assigned, and not activated");
  await app.audit();
  await app.close();
});

test("each permission is asked for when it is first used, and codes reach the tenant digit for digit", async () => {
  const tenant = await startTenant();
  await tenant.configure({ consented: ["User.Read", INVENTORY], roles: ["globalReader", "authenticationAdministrator"] });
  const app = await openApp({ tenant });
  await app.screen("start");
  await signIn(app);
  await area(app, "Assign").click();
  await app.screen("assign");
  await says(app, /\d+ free tokens? in the tenant's inventory/);
  await find(app, "grace");
  await says(app, /permissions that nobody has granted to this page yet\. Press Continue/);
  const consent = async () => {
    const popup = await pressed(app, () => button(app, "Continue signing in").click());
    await popup.getByRole("button", { name: /Continue as Ada Admin/ }).click();
  };
  await consent();
  await app.page.locator(".hit", { hasText: "Grace Chen" }).click();
  await says(app, /permissions that nobody has granted to this page yet\. Press Continue/);
  assert.deepEqual((await tenant.inventory()).consented.toSorted(), ["User.Read", INVENTORY, FIND].toSorted());
  await consent();
  await app.page.getByRole("rowheader", { name: "71358400" }).waitFor();
  assert.deepEqual((await tenant.inventory()).consented.toSorted(), ["User.Read", INVENTORY, FIND, METHODS].toSorted());
  await chooseToken(app, "71358401");
  await button(app, "Assign token 71358401 to Grace Chen").click();
  await confirm(app, "Give token 71358401 to Grace Chen (grace.chen@contoso.example)");
  await app.page.getByRole("row", { name: /71358401.*Not activated/ }).waitFor();
  // A code with leading zeros reaches the tenant as it was typed.
  await chooseToken(app, "71358402");
  await app.page.getByRole("radio", { name: /Activate with the code on the token/ }).check();
  const code = app.page.getByRole("textbox", { name: "Code on the token" });
  await code.fill("004512");
  await code.press("Enter");
  await confirm(app, "Give token 71358402 to Grace Chen (grace.chen@contoso.example)");
  assert.deepEqual((await tenant.log()).flatMap(({ code }) => code ?? []), ["004512"]);
  await app.page.getByRole("row", { name: /71358402.*Activated/ }).waitFor();
  const { violations } = await tenant.inventory();
  assert.deepEqual(violations, []);
  app.expectTrouble = true; // Chromium tells the console of refusals.
  await app.close();
});

test("where the tenant does not know the permission, the wider one is offered after it was read what that grants", async () => {
  const tenant = await startTenant();
  const consented = ["User.Read", INVENTORY, FIND];
  await tenant.configure({ consented, roles: ["globalReader", "authenticationAdministrator"], login: { unknown: [METHODS] } });
  const app = await openApp({ tenant });
  await app.screen("start");
  await signIn(app);
  await area(app, "Assign").click();
  await app.screen("assign");
  await says(app, /\d+ free tokens? in the tenant's inventory/);
  await find(app, "grace");
  await app.page.locator(".hit", { hasText: "Grace Chen" }).click();
  await says(app, "People's tokens cannot be seen or changed without the permission");
  await app.page.getByText("Entra says that this permission does not exist?").click();
  await says(app, "reset people's passwords");
  await app.audit();
  await tenant.configure({ consented: [...consented, WIDE], login: { unknown: [METHODS] } });
  await button(app, "Ask for the wider permission").click();
  await app.page.getByRole("rowheader", { name: "71358400" }).waitFor();
  app.expectTrouble = true; // Chromium tells the console of refusals.
  await app.close();
});
