// Writes on single tokens: unassign, delete and change, in the demo tenant and under the real host names; and the log.

import assert from "node:assert/strict";
import { test } from "node:test";
import { signIn } from "./account.mjs";
import { openApp } from "./harness.mjs";
import { startTenant } from "./tenant.mjs";

const button = (app, name) => app.page.getByRole("button", { name, exact: true });
const pill = async (app, name) => Number((await app.page.locator(".pill", { hasText: name }).textContent()).replace(/\D/g, ""));

/** The page in the demo tenant, at its inventory. */
async function demo(options = {}) {
  const app = await openApp(options);
  await button(app, "Try the demo tenant").click();
  await app.page.getByText("DEMO.", { exact: true }).waitFor();
  return inventory(app);
}

async function inventory(app) {
  await button(app, "Inventory").click();
  await app.screen("inventory");
  await button(app, "Select all shown").waitFor();
  return app;
}

/** Selects the tokens that a search shows, so many. */
async function select(app, text, count) {
  const search = app.page.getByRole("searchbox");
  await search.fill(text);
  await app.page.getByText(new RegExp(`^${count} of [\\d,]+ shown`)).waitFor();
  await button(app, "Select all shown").click();
  await app.page.getByText(/\d selected/).first().waitFor();
}

test("tokens are deleted, those that people have after they were unassigned, and the log tells of each write", async () => {
  const app = await demo({ mode: "meta" });
  await select(app, "7135840", 10);
  await button(app, "Delete…").click();
  await app.screen("work-confirm");
  // Of ten, every third has a holder.
  await app.page.getByRole("heading", { name: "Delete 6 tokens" }).waitFor();
  await app.page.getByLabel(/Unassign and delete the 4 tokens that people have/).check();
  await app.page.getByRole("heading", { name: "Delete 10 tokens" }).waitFor();
  await app.audit("work-confirm");
  await button(app, "Show as script").click();
  await app.page.getByText("Nothing was sent yet.").waitFor();
  const planned = await app.page.getByRole("group", { name: "Script" }).textContent();
  assert.equal(planned.split("\n").filter((line) => line.startsWith("Invoke-MgGraphRequest -Method DELETE")).length, 14);
  await app.audit("work-confirm");
  await button(app, "Back to the question").click();
  assert.ok(await button(app, "Delete 10 tokens").isDisabled(), "the number is typed first");
  await app.page.getByLabel("Type 10 to confirm").fill("10");
  await button(app, "Delete 10 tokens").click();
  await app.screen("work-run");
  await app.audit("work-run");
  await button(app, "Done").waitFor({ timeout: 60_000 });
  assert.equal(await pill(app, "Done"), 10);
  const { name, text } = await app.saved("Save the result");
  assert.match(name, /^DEMO-seedferry-result-\d{4}-\d\d-\d\d\.csv$/);
  assert.equal(text.trim().split("\r\n").length, 11);
  await button(app, "Done").click();
  await app.screen("inventory");
  await app.page.getByText(/of 52 shown/).waitFor();
  await button(app, "Log").click();
  await app.screen("log");
  assert.equal(await app.page.locator("tbody tr").count(), 14, "four are unassigned and ten deleted");
  await app.audit("log");
  await button(app, "Show as script").click();
  const script = await app.page.getByRole("group", { name: "Script" }).textContent();
  assert.equal(script.split("\n").filter((line) => line.startsWith("Invoke-MgGraphRequest -Method DELETE")).length, 14);
  await button(app, "curl").click();
  await app.page.getByText("curl -X DELETE").waitFor();
  await app.close();
});

test("a question, its script, the run and the log are gone through with the keyboard alone", async () => {
  const app = await demo();
  await app.page.getByRole("searchbox").fill("71358401");
  await app.page.getByText(/^1 of [\d,]+ shown/).waitFor();
  await button(app, "Select all shown").press("Enter");
  await app.page.getByText(/1 selected/).first().waitFor();
  await button(app, "Delete…").press("Enter");
  await app.screen("work-confirm");
  await button(app, "Show as script").press("Enter");
  await app.page.getByText("Nothing was sent yet.").waitFor();
  await button(app, "Back to the question").press("Enter");
  await button(app, "Delete one token").press("Enter");
  await app.screen("work-run");
  await button(app, "Done").waitFor({ timeout: 60_000 });
  await button(app, "Done").press("Enter");
  await app.screen("inventory");
  await button(app, "Log").press("Enter");
  await app.screen("log");
  await app.page.waitForFunction(() => document.activeElement?.textContent === "Log of this visit");
  await app.page.getByRole("searchbox").fill("71358499");
  await app.page.getByText("No write here.").waitFor();
  await app.page.getByRole("searchbox").fill("71358401");
  await app.page.getByRole("row", { name: /Delete 71358401/ }).waitFor();
  await button(app, "Show as script").press("Enter");
  await app.page.getByRole("group", { name: "Script" }).waitFor();
  await button(app, "Back to the log").press("Enter");
  await app.page.getByRole("row", { name: /Delete 71358401/ }).waitFor();
  await app.close();
});

test("tokens that nobody has are changed, the others are left out", async () => {
  const app = await demo();
  await select(app, "7135841", 10);
  await button(app, "Change…").click();
  await app.screen("work-edit");
  await app.audit("work-edit");
  await button(app, "Go on").click();
  await app.page.getByText("Nothing is to be changed.").waitFor();
  await app.page.getByLabel("Model").fill("SafeID/Mini");
  await app.page.getByLabel("Time interval").selectOption("30");
  await button(app, "Go on").click();
  await app.screen("work-confirm");
  await app.page.getByRole("button", { name: /^Change \d tokens$/ }).click();
  await button(app, "Done").waitFor({ timeout: 60_000 });
  assert.ok(await pill(app, "Done") >= 6);
  await button(app, "Done").click();
  await app.screen("inventory");
  await app.page.getByRole("searchbox").fill("SafeID/Mini");
  await app.page.getByText(/^7 of [\d,]+ shown/).waitFor();
  await app.close();
});

test("an answer that is lost is followed by a reading, and nothing is written twice", async () => {
  const tenant = await startTenant();
  await tenant.configure({ consented: ["User.Read", "Policy.Read.All", "Policy.ReadWrite.AuthenticationMethod"] });
  const app = await openApp({ tenant });
  await app.screen("start");
  await signIn(app);
  await inventory(app);
  await select(app, "71358401", 1);
  await tenant.configure({ faults: [{ method: "DELETE", fault: "lostAnswer" }] });
  await button(app, "Delete…").click();
  await app.screen("work-confirm");
  await button(app, "Delete one token").click();
  await button(app, "Done").waitFor({ timeout: 60_000 });
  assert.equal(await pill(app, "Done"), 1);
  const log = await tenant.log();
  const writes = log.filter((entry) => entry.method === "DELETE" && !entry.isPreflight);
  assert.equal(writes.length, 1, "it is not sent again");
  const { devices } = await tenant.inventory();
  assert.ok(!devices.some((device) => (device.serial ?? device.serialNumber) === "71358401"));
  // The log and its script tell of what went to the real host names.
  await button(app, "Done").click();
  await app.screen("inventory");
  await button(app, "Log").click();
  await app.screen("log");
  await app.page.getByRole("row", { name: /Delete 71358401.*No answer/ }).waitFor();
  await button(app, "Show as script").click();
  await button(app, "curl").click();
  await app.page.getByText("curl -X DELETE").waitFor();
  const script = await app.page.getByRole("group", { name: "Script" }).textContent();
  assert.ok(script.includes("https://graph.microsoft.com/beta/directory/authenticationMethodDevices/hardwareOathDevices/"), script);
  app.expectTrouble = true; // Chromium tells the console of the lost answer.
  await app.close();
});
