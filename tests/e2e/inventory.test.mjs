// The inventory and its reports: table, filters, selection, files and paper, in the demo tenant; permissions at the HTTPS tenant.

import assert from "node:assert/strict";
import { test } from "node:test";
import { signIn } from "./account.mjs";
import { openApp } from "./harness.mjs";
import { startTenant } from "./tenant.mjs";

const button = (app, name) => app.page.getByRole("button", { name, exact: true });
const status = (app) => app.page.locator(".summary-line");

/** The inventory of the demo tenant. */
async function inventory(options = {}) {
  const app = await openApp(options);
  await button(app, "Inventory").click();
  await app.screen("inventory");
  await app.page.getByText("Sign in to see all hardware OATH tokens").waitFor();
  await button(app, "Try the demo tenant").click();
  await app.page.getByText("DEMO.", { exact: true }).waitFor();
  await button(app, "Inventory").click();
  await status(app).getByText("62 of 62 shown").waitFor();
  return app;
}

test("all tokens of the tenant are listed, searched, filtered, selected and saved", async () => {
  const app = await inventory();
  await app.audit("inventory");
  await app.page.getByPlaceholder("Search serial, person's name, model").fill("O'Neill");
  await status(app).getByText("1 of 62 shown").waitFor();
  await app.page.getByPlaceholder("Search serial, person's name, model").fill("");
  await app.page.getByLabel("Add filter").selectOption({ label: "Activated (16)" });
  await status(app).getByText("16 of 62 shown").waitFor();
  await button(app, "Select all shown").click();
  await button(app, "Remove filter Status: Activated").click();
  await status(app).getByText("62 of 62 shown, 16 selected").waitFor();
  await app.audit("inventory");
  const { name, text } = await app.saved("Save selected as CSV");
  assert.match(name, /^DEMO-seedferry-inventory-\d{4}-\d\d-\d\d\.csv$/);
  assert.equal(text.trim().split("\r\n").length, 17);
  assert.equal(text.match(/,"DEMO"\r\n/g).length, 16);
  await button(app, "Columns…").click();
  await app.page.getByLabel("Hash function").check();
  await app.page.getByRole("columnheader", { name: "Hash function" }).waitFor();
  await app.page.setViewportSize({ width: 390, height: 800 });
  await app.audit("inventory");
  await app.close();
});

test("the table is one stop of the keyboard", async () => {
  const app = await inventory();
  const grid = app.page.getByRole("grid", { name: "Tokens of the tenant" });
  await grid.focus();
  for (const key of ["Home", "Space", "ArrowDown", "ArrowDown", "Shift+Space"]) await app.page.keyboard.press(key);
  await status(app).getByText("3 selected").waitFor();
  await app.page.keyboard.press("Control+a");
  await status(app).getByText("62 selected").waitFor();
  await app.page.keyboard.press("End");
  await app.page.getByLabel("Select row 71358473").waitFor();
  await app.close();
});

test("one token is shown in detail, by keyboard, with what can be done with it", async () => {
  const app = await inventory();
  const grid = app.page.getByRole("grid", { name: "Tokens of the tenant" });
  await grid.focus();
  for (const key of ["Home", "ArrowDown", "ArrowDown", "ArrowDown", "Enter"]) await app.page.keyboard.press(key);
  const panel = app.page.getByRole("region", { name: "Token 71358403" });
  await panel.getByRole("heading", { name: "Assigned to Aoife O'Neill" }).waitFor();
  await app.page.waitForFunction(() => document.activeElement?.id === "device-title");
  for (const text of ["Status", "Activated", "Time interval", "60 s", "Object id of the person"]) await panel.getByText(text, { exact: true }).waitFor();
  await panel.getByText("Its seed is not open here").waitFor();
  await app.audit("inventory");
  await app.page.setViewportSize({ width: 390, height: 800 });
  await app.audit("inventory");
  await app.page.setViewportSize({ width: 1280, height: 900 });
  await app.page.keyboard.press("Escape");
  await panel.waitFor({ state: "detached" });
  await app.page.waitForFunction(() => document.activeElement?.getAttribute("role") === "grid");
  await app.page.keyboard.press("Enter");
  await panel.getByRole("button", { name: "Unassign…" }).click();
  await app.screen("work-confirm");
  await app.page.getByRole("heading", { name: "Unassign one token" }).waitFor();
  await button(app, "Cancel").click();
  await app.screen("inventory");
  await panel.getByRole("button", { name: "Show at the help desk" }).click();
  await app.screen("desk");
  await app.page.getByRole("heading", { name: "Aoife O'Neill" }).waitFor();
  await app.close();
});

test("selected tokens are given to people, and sheets are printed for those who have them", async () => {
  const app = await inventory();
  await app.page.getByPlaceholder("Search serial, person's name, model").fill("7135840");
  await status(app).getByText("10 of 62 shown").waitFor();
  await button(app, "Select all shown").click();
  await button(app, "Assign…").click();
  await app.screen("assign");
  await app.page.getByText("Only what you chose in the inventory is offered: 6 free tokens.").waitFor();
  await app.audit();
  await app.page.getByLabel(/A row per person/).fill("grace.chen@contoso.example\ntariq.haddad@contoso.example");
  await button(app, "Look at the list").click();
  await button(app, "Pair with free tokens").click();
  await app.page.getByRole("rowheader", { name: "71358401" }).waitFor();
  await button(app, "Choose from all free tokens").click();
  await app.page.getByText("Only what you chose in the inventory").waitFor({ state: "detached" });
  await button(app, "Inventory").click();
  await status(app).getByText("10 selected").waitFor();
  await button(app, "Sheets and labels…").click();
  await app.screen("policy");
  await app.page.getByText("For 4 tokens of the inventory. Left out, because nobody has them: 6.").waitFor();
  await app.page.locator(".sheets__item").nth(3).waitFor();
  await app.page.locator(".sheets__item", { hasText: "Account: aoife.o'neill@contoso.example" }).waitFor();
  await app.close();
});

/** From now on the browser's dialog for printing is told of, not opened. */
const watchesPrint = (page) => page.addInitScript(() => { globalThis.print = () => { globalThis.printed = (globalThis.printed ?? 0) + 1; }; });
const printed = (app, times) => app.page.waitForFunction((times) => globalThis.printed === times, times);

/** The reports of a tenant with so many tokens, signed in. */
async function reports(tenant, count, options) {
  const app = await openApp({ tenant, ...options });
  await app.screen("start");
  await signIn(app);
  await button(app, "Inventory").click();
  await status(app).getByText(`${count} of ${count} shown`).waitFor();
  await button(app, "Reports…").click();
  await app.screen("report");
  return app;
}

test("reports are shown, read on request, saved and printed", async () => {
  const app = await inventory({ prepare: watchesPrint });
  await button(app, "Reports…").click();
  await app.screen("report");
  await app.page.getByText("35 tokens, as of").waitFor();
  await app.audit("report");
  const { text } = await app.saved("Save as CSV");
  assert.equal(text.trim().split("\r\n").length, 36);
  await button(app, "Print…").click();
  await printed(app, 1);
  await app.page.emulateMedia({ media: "print" });
  assert.equal(await app.page.locator(".inventory-report__paper tbody tr").count(), 35, "all rows stand on paper");
  assert.equal(await button(app, "Back to the inventory").isVisible(), false);
  assert.equal(await app.page.getByRole("cell", { name: "71358401" }).isVisible(), true);
  await app.page.emulateMedia({ media: null });
  await button(app, "Held by disabled, deleted or guest accounts").click();
  await button(app, "Read them").click();
  await app.page.getByText("3 tokens, as of").waitFor();
  await app.page.getByRole("cell", { name: "Deleted", exact: true }).waitFor();
  await button(app, "Serial numbers twice").click();
  await button(app, "Read them").click();
  await app.page.getByText("To clean up").waitFor();
  await app.audit("report");
  await app.page.setViewportSize({ width: 390, height: 800 });
  await app.audit("report");
  await button(app, "People with five tokens").click();
  await app.page.getByRole("cell", { name: "Piotr Nowak" }).waitFor();
  await button(app, "Serial numbers twice").click();
  await button(app, "Unassign and delete 1 legacy token…").click();
  await app.screen("work-confirm");
  await button(app, "Delete one legacy token").click();
  await app.screen("work-run");
  await button(app, "Done").click();
  await app.screen("report");
  await button(app, "Read them").click();
  await app.page.getByText(/^None, as of/).waitFor();
  await button(app, "Back to the inventory").click();
  await app.screen("inventory");
  await app.page.getByText(/^62 tokens, read/).waitFor();
  await app.close();
});

test("reports are chosen, scrolled, changed and printed with the keyboard alone", async () => {
  const app = await inventory({ prepare: watchesPrint });
  await button(app, "Reports…").press("Enter");
  await app.screen("report");
  await app.page.getByText("35 tokens, as of").waitFor();
  await app.page.getByRole("table", { name: "Rows of the report" }).focus();
  await app.page.keyboard.press("End");
  await app.page.waitForFunction(() => document.querySelector(".grid--plain").scrollTop > 0);
  await app.page.locator('.grid--plain [aria-rowindex="36"]').getByRole("cell").nth(1).waitFor();
  await button(app, "Not used for a while").press("Enter");
  await app.page.getByLabel("Days without use").fill("0");
  await app.page.keyboard.press("Tab");
  await app.page.getByText("every token that was not used today would be listed").waitFor();
  await app.audit("report");
  await app.page.getByLabel("Days without use").fill("30");
  await app.page.keyboard.press("Tab");
  await app.page.getByRole("heading", { name: "Not used for 30 days" }).waitFor();
  await button(app, "Print…").press("Enter");
  await printed(app, 1);
  await button(app, "Print…").press("Enter");
  await printed(app, 2);
  await button(app, "Back to the inventory").press("Enter");
  await app.screen("inventory");
  await app.close();
});

test("a report of more rows than a page draws at once is whole, on the screen and on paper", async () => {
  const tenant = await startTenant();
  const keep = Array.from({ length: 1_200 }, (_, place) => `T${String(place).padStart(6, "0")}`);
  await tenant.configure({ empty: true, keep, consented: ["User.Read", "Policy.Read.All"] });
  const app = await reports(tenant, "1,200", { prepare: watchesPrint });
  await app.page.getByText("1,200 tokens, as of").waitFor();
  const table = app.page.getByRole("table", { name: "Rows of the report" });
  assert.ok(await table.getByRole("row").count() < 200, "only what is in sight is drawn");
  await table.focus();
  await app.page.keyboard.press("End");
  await table.getByRole("cell", { name: "T001199" }).waitFor();
  await button(app, "Print…").click();
  await printed(app, 1);
  const rows = app.page.locator(".inventory-report__paper tbody tr");
  assert.equal(await rows.count(), 1_200);
  assert.match(await rows.last().textContent(), /^T001199/);
  await app.close();
});

test("a report asks the tenant for what it reads of people, and writes nothing", async () => {
  const tenant = await startTenant();
  await tenant.configure({ consented: ["User.Read", "Policy.Read.All", "User.Read.All"] });
  const app = await reports(tenant, "62");
  await button(app, "Held by disabled, deleted or guest accounts").click();
  await button(app, "Read them").click();
  await app.page.getByText("3 tokens, as of").waitFor();
  await app.page.getByRole("cell", { name: "Deleted", exact: true }).waitFor();
  await button(app, "Select these in the inventory").press("Enter");
  await app.screen("inventory");
  await status(app).getByText("62 of 62 shown, 3 selected").waitFor();
  const log = await tenant.log();
  const reads = ({ method, path, isPreflight }) => isPreflight || method === "GET" || path.endsWith("/$batch") || !path.startsWith("/beta");
  assert.ok(log.every(reads), "nothing was written");
  await app.close();
});

test("where the tenant does not know the permission of a report, the wider one is asked for after it was read what that grants", async () => {
  const [narrow, wide] = ["UserAuthMethod-HardwareOATH.Read.All", "UserAuthenticationMethod.Read.All"];
  const tenant = await startTenant();
  const consented = ["User.Read", "Policy.Read.All"];
  const roles = ["policyAdministrator", "authenticationAdministrator"];
  await tenant.configure({ consented, roles, login: { unknown: [narrow] } });
  const app = await reports(tenant, "62");
  await button(app, "Serial numbers twice").click();
  await button(app, "Read them").click();
  await app.page.getByText("Entra says that this permission does not exist?").click();
  await app.page.getByText("read people's phone numbers and email addresses").waitFor();
  await app.page.getByText("It changes nothing and shows no password.").waitFor();
  await app.audit("report");
  await tenant.configure({ consented: [...consented, wide], login: { unknown: [narrow] } });
  await button(app, "Ask for the wider permission").click();
  await app.page.getByText(/^One token, as of|^1 token, as of/).waitFor();
  app.expectTrouble = true; // Chromium tells the console of refusals.
  await app.close();
});

test("looking at the inventory asks for the right to read and for nothing more", async () => {
  const tenant = await startTenant();
  await tenant.configure({ consented: ["User.Read", "Policy.Read.All"] });
  const app = await openApp({ tenant });
  await app.screen("start");
  await signIn(app);
  await button(app, "Inventory").click();
  await status(app).getByText("62 of 62 shown").waitFor();
  const log = await tenant.log();
  assert.ok(log.every(({ method, path, isPreflight }) => isPreflight || method === "GET" || !path.startsWith("/beta")), "nothing was written");
  await tenant.configure({ faults: [{ fault: "roleLost" }] });
  await button(app, "Read again").click();
  await app.page.getByText("The list is that of").waitFor();
  await status(app).getByText("62 of 62 shown").waitFor();
  app.expectTrouble = true; // Chromium tells the console of the refusal.
  await app.close();
});
