// Handing tokens out: saved, copied, split, and what is told before; then wiping and leaving.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { base32, csv, seedOf, table } from "./deliveries.mjs";
import { openApp } from "./harness.mjs";

const button = (app, name) => app.page.getByRole("button", { name });

async function exporting(file, options) {
  const app = await openApp(options);
  await app.drop([file]);
  await app.screen("review");
  await button(app, "Export…").click();
  await app.screen("export");
  return app;
}

async function saved(app, name) {
  const file = await app.saved(`Save ${name}`);
  assert.equal(file.name, name);
  return file.text;
}

const clipboard = (app) => app.page.evaluate(() => navigator.clipboard.readText());

const device = (place, serial) => ({
  "@contentId": String(place), serialNumber: serial, manufacturer: "Deepnet Security", model: "SafeID/Classic",
  secretKey: base32(seedOf(serial)), timeIntervalInSeconds: 60, hashFunction: "hmacsha1",
});

test("Entra MFA JSON is saved as the body that Microsoft Graph takes", async () => {
  const app = await exporting(table(3));
  await app.audit();
  const body = JSON.parse(await saved(app, "entra-tokens.json"));
  assert.deepEqual(body, { "@context": "#$delta", value: ["T000000", "T000001", "T000002"].map((serial, place) => device(place + 1, serial)) });
  await app.close();
});

test("a body is copied, the clipboard is told of until it was cleared", async () => {
  // With the production headers a page may write the clipboard, but not read it.
  const app = await exporting(table(2), { mode: "meta" });
  await button(app, "Copy entra-tokens.json").click();
  await app.page.getByText("The clipboard holds seeds.").waitFor();
  await app.audit();
  assert.equal(JSON.parse(await clipboard(app)).value.length, 2);
  await button(app, "Close export").click();
  await app.page.getByText("The clipboard holds seeds.").waitFor();
  await button(app, "Clear now").click();
  await app.page.getByText("The clipboard holds seeds.").waitFor({ state: "hidden" });
  assert.equal(await clipboard(app), "");
  await app.close();
});

test("bodies are split on request, each numbered from 1", async () => {
  const app = await exporting(table(120));
  await app.page.getByLabel("Split into bodies").selectOption("50");
  const last = JSON.parse(await saved(app, "entra-tokens-3-of-3.json"));
  assert.equal(last.value.length, 20);
  assert.equal(last.value[0]["@contentId"], "1");
  assert.equal(last.value.at(-1).serialNumber, "T000119");
  await app.close();
});

test("more tokens than one request takes are split unasked, and put in one body on request", async () => {
  const app = await exporting(table(2_501));
  await button(app, "Save entra-tokens-2-of-2.json").waitFor();
  await app.page.getByLabel("Split into bodies").selectOption({ label: "All in one" });
  const body = JSON.parse(await saved(app, "entra-tokens.json"));
  assert.equal(body.value.length, 2_501);
  await app.close();
});

test("the CSV of the older upload page, with and without UPN", async () => {
  const app = await exporting(table(1));
  await app.page.getByRole("radio", { name: /Entra MFA CSV/ }).check();
  const row = `T000000,${base32(seedOf("T000000"))},60,Deepnet Security,SafeID/Classic`;
  assert.equal(await saved(app, "entra-tokens.csv"), `upn,serial number,secret key,time interval,manufacturer,model\r\n,${row}\r\n`);
  await app.page.getByLabel(/out.*UPN|UPN.*out|without.*UPN/i).check();
  assert.equal(await saved(app, "entra-tokens.csv"), `serial number,secret key,time interval,manufacturer,model\r\n${row}\r\n`);
  await app.close();
});

test("tokens with errors stay behind, with the reason", async () => {
  const file = csv(["serial number,secret key,time interval,manufacturer,model", `good,${base32(seedOf("good"))},30,M,X`, "bad,01890189,30,M,X"]);
  const app = await exporting(file);
  await app.page.getByText("1 token stay", { exact: false }).or(app.page.getByText(/stays? behind/).first()).first().waitFor();
  const body = JSON.parse(await saved(app, "entra-tokens.json"));
  assert.deepEqual(body.value.map((token) => token.serialNumber), ["good"]);
  await app.close();
});

test("only the selected tokens, when some are selected", async () => {
  const app = await openApp();
  await app.drop([table(4)]);
  await app.screen("review");
  await app.page.getByLabel("Select row T000002").click();
  await button(app, "Export…").click();
  await app.screen("export");
  assert.deepEqual(JSON.parse(await saved(app, "entra-tokens.json")).value.map((token) => token.serialNumber), ["T000002"]);
  await app.close();
});

test("wiping is one press, and ends every worker", async () => {
  const app = await exporting(table(3));
  const vault = app.page.workers()[0];
  const ended = new Promise((resolve) => { vault.once("close", resolve); });
  await button(app, "Wipe").click();
  await ended;
  await app.screen("start");
  await app.vault();
  assert.equal(app.page.workers().length, 1);
  await app.drop([table(2)]);
  await app.screen("review");
  await app.close();
});

test("wiping clears the clipboard too", async () => {
  const app = await exporting(table(2), { mode: "meta" });
  await button(app, "Copy entra-tokens.json").click();
  await app.page.getByText("The clipboard holds seeds.").waitFor();
  await button(app, "Wipe").click();
  await app.screen("start");
  await app.page.getByText("The clipboard holds seeds.").waitFor({ state: "hidden" });
  assert.equal(await clipboard(app), "");
  await app.close();
});

test("the focus never falls off the page", async () => {
  const app = await exporting(table(2));
  await button(app, "Copy entra-tokens.json").click();
  await button(app, "Clear now").click();
  await app.page.getByText("The clipboard holds seeds.").waitFor({ state: "hidden" });
  await app.page.waitForFunction(() => document.activeElement !== document.body);
  await app.close();
});

test("leaving with unsaved work is confirmed, and not after it was saved", async () => {
  const app = await exporting(table(2));
  const asked = [];
  app.page.on("dialog", (dialog) => { asked.push(dialog.type()); return dialog.dismiss(); });
  await app.page.close({ runBeforeUnload: true });
  await app.page.waitForEvent("dialog").catch(() => {});
  assert.deepEqual(asked, ["beforeunload"]);
  await saved(app, "entra-tokens.json");
  const closed = app.page.waitForEvent("close");
  await app.page.close({ runBeforeUnload: true });
  await closed;
  assert.equal(asked.length, 1);
  await app.close();
});

const MIXED = csv([
  "serial number,secret key,time interval,manufacturer,model,type,digits,counter,hash function",
  `t1,${base32(seedOf("t1"))},60,Deepnet Security,SafeID/Classic,totp,6,,`,
  `h1,${base32(seedOf("h1"))},,Deepnet Security,SafeID/Eco,hotp,6,5000,`,
  `t2,${base32(seedOf("t2"))},30,Deepnet Security,SafeID/Classic,totp,8,,`,
  `s1,${base32(seedOf("s1"))},30,Deepnet Security,SafeID/Diamond,totp,6,,sha256`,
]);

const hex = (serial) => Buffer.from(seedOf(serial)).toString("hex").toUpperCase();

test("a mixed batch written for Duo: a file per type and digits, saved with one press", async () => {
  const app = await exporting(MIXED);
  await app.page.getByLabel(/Duo CSV/).check();
  await app.page.getByText("The hash function is SHA-256; Duo takes SHA-1").waitFor();
  const report = await app.saved("Save the whole report");
  assert.equal(report.name, "conversion-report.txt");
  assert.match(report.text, /^Conversion to Duo CSV\n[^]*What stays behind: one token\ns1: The hash function is SHA-256; Duo takes SHA-1\. /);
  for (const serial of ["t1", "t2", "h1", "s1"]) {
    assert.ok(!report.text.includes(hex(serial)) && !report.text.includes(base32(seedOf(serial))));
  }
  await app.audit();
  const downloads = [];
  app.page.on("download", (download) => downloads.push(download));
  await app.save("Save all 3");
  await app.page.getByText("Saved", { exact: true }).nth(2).waitFor();
  const files = await Promise.all(downloads.map(async (file) => [file.suggestedFilename(), await readFile(await file.path(), "utf8")]));
  assert.deepEqual(Object.fromEntries(files), {
    "duo-totp-6-digits.csv": `t1,${hex("t1")},60\r\n`,
    "duo-hotp-6-digits.csv": `h1,${hex("h1")},5000\r\n`,
    "duo-totp-8-digits.csv": `t2,${hex("t2")},30\r\n`,
  });
  await app.close();
});

test("DualShield needs the code of event-based tokens; what it makes opens again", async () => {
  const app = await exporting(MIXED);
  await app.page.getByLabel(/DualShield/).check();
  await app.page.getByLabel("Seeds as").selectOption("Base64");
  await app.page.getByText("tells that by the product's code alone").waitFor();
  await app.page.getByLabel(/Product code of event-based tokens/).fill("SE");
  await app.page.keyboard.press("Tab");
  const text = await saved(app, "dualshield-DN-SE-6-hotp-sha1.xml");
  assert.match(text, /<productCode>SE<\/productCode>[^]*<encode>BASE64<\/encode>/);
  assert.ok(text.includes(`<serial>h1</serial><seed>${Buffer.from(seedOf("h1")).toString("base64")}</seed>`));
  await button(app, "Close export").click();
  await app.drop([{ name: "again.xml", bytes: Buffer.from(text) }]);
  await app.page.getByText(/again\.xml \(DualShield XML, seeds in /).waitFor();
  await app.close();
});

for (const [name, file, header] of [
  ["OKTA CSV", "okta-6-digits-60s-sha1.csv", "serialNumber,sharedSecret"],
  ["Sales Force CSV", "salesforce.csv", "User Name,Serial Number,SharedKey,Type"],
  ["SafeID Token Service CSV", "safeid.csv", "serial number,secret key,time interval,manufacturer,model,type,hash function,digits,counter"],
]) {
  test(`the layout proposed for ${name} is said to be one, and what it makes opens again`, async () => {
    const app = await exporting(table(2));
    await app.page.getByLabel(new RegExp(`^${name}`)).check();
    await app.page.getByText("layout is not public").waitFor();
    const text = await saved(app, file);
    assert.equal(text.split("\r\n")[0], header);
    assert.ok(text.includes(base32(seedOf("T000001"))));
    await button(app, "Close export").click();
    await app.drop([{ name: "again.csv", bytes: Buffer.from(text) }]);
    await app.page.getByText(`again.csv (${name}, seeds in Base32)`).waitFor();
    await app.close();
  });
}
