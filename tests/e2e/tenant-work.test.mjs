// Giving, activating, replacing and cleaning up with the real MSAL, under the real host names: what is asked of the tenant, in
// which order, and that no seed and no code is anywhere else.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import { signIn } from "./account.mjs";
import { base32, seedOf, table } from "./deliveries.mjs";
import { openApp } from "./harness.mjs";
import { huntSecrets } from "./hunt.mjs";
import { startTenant } from "./tenant.mjs";

const INVENTORY = "Policy.Read.All";
const FIND = "User.ReadBasic.All";
const METHODS = "UserAuthMethod-HardwareOATH.ReadWrite.All";
const POLICY = "Policy.ReadWrite.AuthenticationMethod";
const GROUPS = "GroupMember.Read.All";
const SERIALS = ["T000000", "T000001", "T000002"];

const button = (app, name) => app.page.getByRole("button", { name, exact: true });
const area = (app, name) => app.page.getByRole("navigation", { name: "Areas" }).getByRole("button", { name, exact: true });
const says = (app, text) => app.page.getByText(text).first().waitFor();

/** The page, signed in at a tenant with these permissions, which looks for the seeds of the batch in every request. */
async function signedIn(consented, config) {
  const tenant = await startTenant();
  const sought = SERIALS.map(seedOf).flatMap((seed) => [base32(seed), seed.toString("hex")]);
  await tenant.configure({ consented: ["User.Read", ...consented], roles: ["policyAdministrator", "authenticationAdministrator"], sought, ...config });
  const app = await openApp({ tenant });
  await app.screen("start");
  await signIn(app);
  return { tenant, app };
}

/** Confirms what is asked, waits for its end, and leaves it for a screen. */
async function confirm(app, name, screen) {
  await app.screen("work-confirm");
  await button(app, name).click();
  await button(app, "Done").waitFor({ timeout: 120_000 });
  const failed = app.page.locator(".pill", { hasText: "Failed" });
  assert.equal(await failed.count() === 0 ? 0 : Number((await failed.textContent()).replace(/\D/g, "")), 0, "nothing failed");
  await button(app, "Done").click();
  await app.screen(screen);
}

/** What was written to single tokens and to people's tokens, in order, as `METHOD path` behind the version. */
async function writes(tenant) {
  const log = await tenant.log();
  const written = log.filter(({ method, path, isPreflight }) => !isPreflight && method !== "GET" && path.includes("hardwareOath"));
  return written.map(({ method, path }) => `${method} ${path.replace("/beta/", "")}`);
}

/** No seed left the page but in what creates tokens, and none is to be found in it. */
async function seedsStayedWhereTheyBelong({ tenant, app }, creations) {
  const carrying = (await tenant.log()).filter(({ hasSeed, sought }) => hasSeed || sought.length > 0);
  assert.deepEqual(carrying.map(({ method, sought }) => `${method} ${sought}`), Array(creations).fill("PATCH body"));
  assert.deepEqual(await huntSecrets(app, Object.fromEntries(SERIALS.map((serial) => [serial, seedOf(serial)]))), []);
}

/** The codes of a token of 60 s (RFC 6238, SHA-1) in the last three minutes, by Node's own HMAC. */
function codes(serial) {
  return [0, 60, 120, 180].map((ago) => {
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(Math.floor((Date.now() / 1_000 - ago) / 60)));
    const digest = createHmac("sha1", seedOf(serial)).update(counter).digest();
    const word = digest.readUInt32BE(digest.at(-1) & 15) & 0x7fffffff;
    return String(word % 1_000_000).padStart(6, "0");
  });
}

/** Uploads the batch that is open, so that the tenant knows its seeds. */
async function upload(app) {
  await app.drop([table(SERIALS.length)]);
  await app.screen("review");
  await button(app, "Upload to Entra…").click();
  await app.screen("plan");
  await button(app, `Upload ${SERIALS.length} tokens`).click();
  await button(app, "Done").waitFor({ timeout: 60_000 });
  await button(app, "Done").click();
}

async function findGrace(app) {
  await app.page.getByLabel("Name or UPN", { exact: true }).last().fill("grace");
  await app.page.keyboard.press("Enter");
  await app.page.locator(".hit", { hasText: "Grace Chen" }).click();
  await app.page.getByRole("rowheader", { name: "71358400" }).waitFor();
}

async function chooseToken(app, serial) {
  await app.page.getByLabel("Serial number of a free token, or how it begins").last().fill(serial);
  await app.page.keyboard.press("Enter");
  await app.page.getByRole("radio", { name: new RegExp(serial) }).check();
}

test("codes are computed from the open seed, the tenant takes them, and neither seed nor code is kept", async () => {
  const { tenant, app } = await signedIn([INVENTORY, FIND, METHODS, POLICY]);
  await upload(app);
  await area(app, "Assign").click();
  await app.screen("assign");
  await says(app, /\d+ free tokens? in the tenant's inventory/);
  await findGrace(app);
  // Given and activated in one call.
  await chooseToken(app, "T000001");
  await app.page.getByRole("radio", { name: /Activate with a code computed here/ }).check();
  await app.audit();
  await button(app, "Assign and activate token T000001 to Grace Chen").click();
  await confirm(app, "Give token T000001 to Grace Chen (grace.chen@contoso.example)", "assign");
  await app.page.getByRole("row", { name: /T000001.*Activated/ }).waitFor();
  // Given now and activated later, with those that wait.
  await chooseToken(app, "T000002");
  await app.page.getByRole("radio", { name: /Assign only/ }).check();
  await button(app, "Assign token T000002 to Grace Chen").click();
  await confirm(app, "Give token T000002 to Grace Chen (grace.chen@contoso.example)", "assign");
  await app.page.getByRole("row", { name: /T000002.*Not activated/ }).waitFor();
  await button(app, "Activate").click();
  await says(app, "Assigned, and not activated");
  await app.page.getByRole("button", { name: /^Activate (one|1) token…$/ }).click();
  await app.screen("work-confirm");
  await app.page.getByRole("button", { name: /^Activate / }).click();
  await button(app, "Done").waitFor({ timeout: 120_000 });
  const sent = (await tenant.log()).flatMap(({ code }) => code ?? []);
  assert.equal(sent.length, 2, "each code is sent once");
  assert.ok(codes("T000001").includes(sent[0]) && codes("T000002").includes(sent[1]), `${sent}`);
  const { devices, violations } = await tenant.inventory();
  assert.deepEqual(violations, []);
  assert.deepEqual(devices.filter(({ serial, assignedTo }) => serial.startsWith("T") && assignedTo).map(({ serial }) => serial), ["T000001", "T000002"]);
  await button(app, "Done").click();
  // The log and its script name what was done, without a code.
  await area(app, "Log").click();
  await app.screen("log");
  await button(app, "Show as script").click();
  const script = await app.page.getByRole("group", { name: "Script" }).textContent();
  assert.ok(script.includes("assignAndActivate"), script);
  for (const code of sent) assert.ok(!script.includes(code), "the script has no code");
  await seedsStayedWhereTheyBelong({ tenant, app }, 1);
  await app.close();
});

test("the people of a group are given free tokens, each once", async () => {
  const { tenant, app } = await signedIn([INVENTORY, FIND, METHODS, GROUPS]);
  const before = (await tenant.inventory()).devices.filter(({ assignedTo }) => assignedTo).length;
  await area(app, "Assign").click();
  await app.screen("assign");
  await says(app, /\d+ free tokens? in the tenant's inventory/);
  await button(app, "Many people").click();
  await app.page.getByLabel("Name of the group", { exact: true }).last().fill("fin");
  await app.page.keyboard.press("Enter");
  await app.page.locator(".hit", { hasText: /^Finance\s*$/ }).first().click();
  await says(app, "6 people without a token.");
  await button(app, "Pair with free tokens").click();
  await button(app, "Assign 6 tokens…").click();
  // An answer that is lost is followed by a reading.
  await tenant.configure({ faults: [{ method: "POST", path: "hardwareOathMethods", skip: 2, fault: "lostAnswer" }] });
  await confirm(app, "Assign tokens", "assign");
  const written = await writes(tenant);
  assert.equal(written.length, 6, `${written}`);
  assert.equal(new Set(written).size, 6, "nobody is given two");
  for (const line of written) assert.match(line, /^POST users\/[0-9a-f-]{36}\/authentication\/hardwareOathMethods$/);
  const { devices, violations } = await tenant.inventory();
  assert.deepEqual([devices.filter(({ assignedTo }) => assignedTo).length, violations], [before + 6, []]);
  await seedsStayedWhereTheyBelong({ tenant, app }, 0);
  app.expectTrouble = true; // Chromium tells the console of the lost answer.
  await app.close();
});

test("a legacy double is taken from its person and then deleted, and the activated one stays", async () => {
  const { tenant, app } = await signedIn([INVENTORY, METHODS, POLICY, "UserAuthMethod-HardwareOATH.Read.All"]);
  const { legacy: [legacy] } = await tenant.inventory();
  await area(app, "Inventory").click();
  await app.page.locator(".summary-line").getByText("62 of 62 shown").waitFor();
  await button(app, "Reports…").click();
  await app.screen("report");
  await button(app, "Serial numbers twice").click();
  await button(app, "Read them").click();
  await says(app, "To clean up");
  await button(app, "Unassign and delete 1 legacy token…").click();
  await confirm(app, "Delete one legacy token", "report");
  // First from the person, then from the tenant, each once, and nothing else.
  assert.deepEqual(await writes(tenant), [
    `DELETE users/${legacy.assignedTo}/authentication/hardwareOathMethods/${legacy.id}`,
    `DELETE directory/authenticationMethodDevices/hardwareOathDevices/${legacy.id}`,
  ]);
  const { devices, legacy: left, violations } = await tenant.inventory();
  assert.deepEqual([left, violations], [[], []]);
  const other = devices.find(({ serial }) => serial === legacy.serial);
  assert.equal(other.assignedTo, legacy.assignedTo, "the person keeps the one that came through Graph");
  await button(app, "Read them").click();
  await app.page.getByText(/^None, as of/).waitFor();
  await seedsStayedWhereTheyBelong({ tenant, app }, 0);
  await app.close();
});

test("a lost token goes first where the new one is seen to be free, and the new one is activated", async () => {
  const { tenant, app } = await signedIn([FIND, METHODS, POLICY]);
  const idOf = (devices, wanted) => devices.find(({ serial }) => serial === wanted);
  const { devices: before } = await tenant.inventory();
  const [old, fresh] = [idOf(before, "71358403"), idOf(before, "71358401")];
  await area(app, "Help desk").click();
  await app.screen("desk");
  await app.page.locator("#desk-input").fill("aoife");
  await app.page.keyboard.press("Enter");
  await button(app, "Replace lost token 71358403").click();
  await app.page.getByLabel("Serial number of the new token").fill("71358401");
  await app.page.getByLabel("Code that it shows").fill("004512");
  await button(app, "Replace…").click();
  await app.screen("work-confirm");
  await says(app, "71358403 → 71358401");
  await confirm(app, "Replace token 71358403", "desk");
  await app.page.getByRole("heading", { name: "71358401" }).waitFor();
  assert.equal(await app.page.getByRole("heading", { name: "71358403" }).count(), 0);
  const methods = `users/${old.assignedTo}/authentication/hardwareOathMethods`;
  assert.deepEqual(await writes(tenant), [`DELETE ${methods}/${old.id}`, `POST ${methods}/assignAndActivate`]);
  assert.deepEqual((await tenant.log()).flatMap(({ code }) => code ?? []), ["004512"], "digit for digit, and once");
  const { devices, violations } = await tenant.inventory();
  assert.deepEqual([idOf(devices, "71358403").assignedTo, idOf(devices, "71358401").assignedTo, violations], [null, old.assignedTo, []]);
  assert.equal(fresh.assignedTo, null);
  await seedsStayedWhereTheyBelong({ tenant, app }, 0);
  await app.close();
});

test("a name that looks like HTML is shown as text wherever it stands, on paper too", async () => {
  const name = "<img src=x onerror=globalThis.pwned=1> O'Neill";
  const { tenant, app } = await signedIn([INVENTORY, FIND, METHODS, "User.Read.All"], { names: { "aoife.o'neill@contoso.example": name } });
  // The control: where it is taken for HTML, it runs.
  const blank = await app.context.newPage();
  await blank.setContent(name);
  await blank.waitForFunction(() => globalThis.pwned === 1);
  await blank.close();
  await area(app, "Inventory").click();
  await app.page.locator(".summary-line").getByText("62 of 62 shown").waitFor();
  await app.page.getByRole("searchbox").fill("onerror");
  await app.page.locator(".grid__body").getByText(name).waitFor();
  await button(app, "Reports…").click();
  await app.screen("report");
  await app.page.evaluate(() => { globalThis.print = () => { globalThis.isPrinted = true; }; });
  await button(app, "Not used for a while").click();
  await app.page.getByLabel("Days without use").fill("1");
  await app.page.keyboard.press("Tab");
  await app.page.getByRole("cell", { name }).first().waitFor();
  await button(app, "Print…").click();
  await app.page.waitForFunction(() => globalThis.isPrinted);
  assert.ok((await app.page.locator(".inventory-report__paper").textContent()).includes(name));
  await area(app, "Help desk").click();
  await app.page.locator("#desk-input").fill("aoife.o'neill");
  await app.page.keyboard.press("Enter");
  await app.page.getByRole("heading", { name }).waitFor();
  await area(app, "Assign").click();
  await app.page.getByLabel("Name or UPN", { exact: true }).last().fill("aoife");
  await app.page.keyboard.press("Enter");
  await app.page.locator(".hit", { hasText: name }).click();
  await app.page.getByRole("heading", { name }).waitFor();
  assert.equal(await app.page.locator("img").count(), 0);
  assert.equal(await app.page.evaluate(() => globalThis.pwned), undefined);
  assert.deepEqual((await tenant.inventory()).violations, []);
  await app.close();
});
