// What is saved sealed, with seeds and without: opened by 7-Zip, zip.js and OpenPGP.js, and here (by GnuPG: `cargo xtask
// interop-sealed`). And a batch that is saved, and goes on later.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as openpgp from "openpgp";
import { BlobReader, TextWriter, ZipReader } from "@zip.js/zip.js";
import { base32, seedOf, table } from "./deliveries.mjs";
import { openApp } from "./harness.mjs";
import { huntSecrets } from "./hunt.mjs";
import { SEAL_PASSWORD as PASSWORD, in7z, sealsAllAsZip, sealsAsZip } from "./seal.mjs";

const SECRETS = { "the password": PASSWORD, "the seed of T000000": seedOf("T000000"), "the seed of T000001": seedOf("T000001") };

const button = (app, name) => app.page.getByRole("button", { name, exact: true });

async function exporting(count = 3, target) {
  const app = await openApp();
  await app.drop([table(count)]);
  await app.screen("review");
  return exportingAs(app, target);
}

async function exportingAs(app, target) {
  await button(app, "Export…").click();
  await app.screen("export");
  if (target) await app.page.getByLabel(target).check();
  return app;
}

const opens = async (app, file) => {
  await app.drop([file]);
  await app.screen("ask-zip-password");
  await app.page.locator("#ask-input").fill(PASSWORD);
  await app.page.locator("#ask-input").press("Enter");
  await app.screen("review");
};

test("the Entra JSON as a zip with a password opens in 7-Zip, in zip.js and here", async () => {
  const app = await exporting();
  await sealsAsZip(app);
  await app.audit("export");
  assert.equal(await button(app, "Copy entra-tokens.json.zip").count(), 0);
  const { name, bytes } = await app.saved("Save entra-tokens.json.zip");
  assert.equal(name, "entra-tokens.json.zip");
  await app.page.getByText("It holds seeds encrypted").waitFor();
  assert.deepEqual(await huntSecrets(app, SECRETS), []);
  assert.ok(!bytes.includes(base32(seedOf("T000000"))));

  const [entry] = await new ZipReader(new BlobReader(new Blob([bytes]))).getEntries();
  const body = JSON.parse(await entry.getData(new TextWriter(), { password: PASSWORD }));
  assert.deepEqual(body.value.map((device) => device.secretKey), ["T000000", "T000001", "T000002"].map((serial) => base32(seedOf(serial))));
  const seven = await in7z(bytes);
  assert.match(seven.listed, /Method = AES-256/);
  assert.deepEqual(JSON.parse(seven.text), body);
  await app.close();

  const other = await openApp();
  await opens(other, { name, bytes });
  await other.page.getByRole("heading", { name: "3 tokens" }).waitFor();
  await other.close();
});

test("a message to a public key opens for its owner and for nobody else", async () => {
  const owner = await openpgp.generateKey({ userIDs: [{ name: "Ada", email: "ada@example.com" }], format: "object" });
  const app = await exporting(2);
  await app.page.getByLabel("OpenPGP message").check();
  const keys = app.page.getByLabel("Public key of a recipient");
  await keys.fill("no key at all");
  await button(app, "Add the pasted key").click();
  await app.page.getByText("There is no OpenPGP public key in it").waitFor();
  await app.audit("export");
  await app.drop([{ name: "ada.asc", bytes: Buffer.from(owner.publicKey.armor()) }]);
  await app.page.getByText("Ada <ada@example.com>").waitFor();
  const fingerprint = owner.publicKey.getFingerprint().toUpperCase().match(/.{4}/g).join(" ");
  await app.page.getByText(fingerprint).waitFor();
  await app.audit("export");
  const { bytes } = await app.saved("Save entra-tokens.json.pgp");
  assert.deepEqual(await huntSecrets(app, SECRETS), []);
  await app.close();

  const message = await openpgp.readMessage({ binaryMessage: new Uint8Array(bytes) });
  const { data } = await openpgp.decrypt({ message, decryptionKeys: owner.privateKey });
  assert.equal(JSON.parse(data).value[1].secretKey, base32(seedOf("T000001")));
  const stranger = await openpgp.generateKey({ userIDs: [{ name: "Eve" }], format: "object" });
  const again = await openpgp.readMessage({ binaryMessage: new Uint8Array(bytes) });
  await assert.rejects(openpgp.decrypt({ message: again, decryptionKeys: stranger.privateKey }));

  // Back here, with the private key.
  const reader = await openApp();
  await reader.drop([{ name: "tokens.pgp", bytes }, { name: "ada-private.asc", bytes: Buffer.from(owner.privateKey.armor()) }]);
  await reader.screen("review");
  await reader.page.getByRole("heading", { name: "2 tokens" }).waitFor();
  await reader.close();
});

test("saving in clear takes one more press, which says what it means", async () => {
  const app = await exporting();
  await button(app, "Save entra-tokens.json").click();
  await app.page.getByRole("heading", { name: "Save the seeds in clear?" }).waitFor();
  await app.audit("export");
  await app.page.keyboard.press("Escape");
  await app.page.getByRole("dialog").waitFor({ state: "detached" });
  assert.equal(await button(app, "Save entra-tokens.json").evaluate((node) => node === document.activeElement), true);
  const { text } = await app.saved("Save entra-tokens.json");
  assert.equal(JSON.parse(text).value.length, 3);
  await app.close();
});

test("a batch is saved with its edits, the page wiped, and the batch goes on", async () => {
  const app = await exporting(3);
  await button(app, "Close export").click();
  await app.screen("review");
  await app.page.locator("#row-1 .col-serial").click();
  await app.screen("details");
  await button(app, "Edit UPN").click();
  await app.page.getByLabel("New UPN").fill("ada@example.com");
  await app.page.keyboard.press("Enter");
  await app.page.getByText("edited here").waitFor();
  await button(app, "Close details").click();
  await exportingAs(app, "Batch file");
  await sealsAsZip(app);
  await app.audit("export");
  const file = await app.saved("Save seedferry-batch.json.zip");
  await button(app, "Wipe").click();
  await app.screen("start");
  assert.deepEqual(await huntSecrets(app, SECRETS), []);
  await opens(app, file);
  await app.page.getByText("edited here").waitFor();
  await app.page.getByText("ada@example.com").first().waitFor();
  await app.page.getByText("seeds.csv (Entra MFA CSV").waitFor();
  await app.close();
});

test("a batch without seeds says so where it is opened", async () => {
  const app = await exporting(2, "Batch file");
  await app.page.getByLabel("Leave the seeds out").check();
  const { name, bytes, text } = await app.saved("Save seedferry-batch.json");
  assert.ok(!text.includes(base32(seedOf("T000000"))));
  await app.close();
  const other = await openApp();
  await other.drop([{ name, bytes }]);
  await other.screen("review");
  await other.page.getByText("The batch file was saved without seeds").first().waitFor();
  await other.close();
});

/** The page in the demo tenant. */
async function demo() {
  const app = await openApp();
  await button(app, "Try the demo tenant").click();
  await app.page.getByText("DEMO.", { exact: true }).waitFor();
  return app;
}

test("inventory, report and log, which hold no seeds, are sealed as well and open in 7-Zip", async () => {
  const app = await demo();
  await button(app, "Inventory").click();
  await app.page.locator(".summary-line").getByText("62 of 62 shown").waitFor();
  await app.page.getByText("Files are saved as they are. They hold no seeds, but serial numbers and names.").waitFor();
  const plain = await app.saved("Save as CSV");
  assert.ok(plain.text.includes("71358401"));
  await sealsAllAsZip(app);
  await app.screen("inventory");
  await app.page.waitForFunction(() => document.activeElement?.textContent.includes("Change the seal…"));
  await app.page.getByText("Files are saved as a zip with your password.").waitFor();
  const sealed = await app.saved("Save as CSV");
  assert.equal(sealed.name, `${plain.name}.zip`);
  await app.page.getByText("It is sealed, and holds no seeds").waitFor();
  assert.ok(!sealed.bytes.includes("71358401"));
  const seven = await in7z(sealed.bytes, plain.name);
  assert.match(seven.listed, /Method = AES-256/);
  assert.equal(seven.text, plain.text);

  await button(app, "Reports…").click();
  await app.page.getByText("35 tokens, as of").waitFor();
  const report = await app.saved("Save as CSV");
  assert.match(report.name, /^DEMO-seedferry-.+\.csv\.zip$/);
  assert.equal((await in7z(report.bytes, report.name.slice(0, -4))).text.trim().split("\r\n").length, 36);

  await button(app, "Back to the inventory").click();
  await app.page.getByPlaceholder("Search serial, person's name, model").fill("71358401");
  await app.page.locator(".summary-line").getByText("1 of 62 shown").waitFor();
  await button(app, "Select all shown").click();
  await button(app, "Delete…").click();
  await app.screen("work-confirm");
  await button(app, "Delete one token").click();
  await app.screen("work-run");
  await button(app, "Done").click();
  await button(app, "Log").click();
  await app.screen("log");
  const log = await app.saved("Save as CSV");
  assert.ok((await in7z(log.bytes, log.name.slice(0, -4))).text.includes("71358401"));
  assert.deepEqual(await huntSecrets(app, { "the password": PASSWORD }), []);

  await button(app, "Wipe").click();
  await app.screen("start");
  await button(app, "Inventory").click();
  await app.page.getByText("Files are saved as they are.").waitFor();
  await app.close();
});

test("the result of an upload is sealed for a key and a passphrase, and nothing is saved while both lack", async () => {
  const owner = await openpgp.generateKey({ userIDs: [{ name: "Ada", email: "ada@example.com" }], format: "object" });
  const app = await demo();
  await app.drop([table(3, { name: "shipment-4711-aes.zip" })]);
  await app.screen("review");
  await button(app, "Upload to Entra…").click();
  await app.screen("plan");
  await button(app, "Upload 3 tokens").click();
  await button(app, "Done").waitFor();
  const plain = await app.saved("Save the result");
  await button(app, "Seal them…").click();
  await app.screen("saving");
  const dialog = app.page.getByRole("dialog", { name: "Saving files" });
  await dialog.getByLabel("OpenPGP message").check();
  await dialog.getByText("Nothing can be saved yet.").waitFor();
  await app.audit("saving");
  await app.page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await button(app, "Save the result").click();
  await app.screen("saving");
  await dialog.getByLabel("Passphrase", { exact: true }).fill(PASSWORD);
  await dialog.getByLabel("The same passphrase again").fill(PASSWORD);
  await dialog.getByRole("button", { name: "Use this passphrase" }).click();
  await dialog.getByText("A passphrase is set.").waitFor();
  // What is dropped while keys are wanted is one.
  await app.drop([{ name: "ada.asc", bytes: Buffer.from(owner.publicKey.armor()) }]);
  await dialog.getByText("Ada <ada@example.com>").waitFor();
  await app.page.setViewportSize({ width: 390, height: 800 });
  await app.audit("saving");
  await app.page.setViewportSize({ width: 1280, height: 900 });
  await dialog.getByRole("button", { name: "Close", exact: true }).click();
  await dialog.waitFor({ state: "detached" });
  await app.page.getByText("Files are saved as an OpenPGP message for Ada <ada@example.com>, and with your passphrase.").waitFor();
  const { name, bytes } = await app.saved("Save the result");
  assert.equal(name, `${plain.name}.pgp`);
  assert.deepEqual(await huntSecrets(app, { "the password": PASSWORD }), []);
  await app.close();
  for (const secret of [{ passwords: [PASSWORD] }, { decryptionKeys: owner.privateKey }]) {
    const message = await openpgp.readMessage({ binaryMessage: new Uint8Array(bytes) });
    const { data } = await openpgp.decrypt({ message, format: "binary", ...secret });
    assert.equal(Buffer.from(data).toString("utf8"), plain.text);
  }
});
