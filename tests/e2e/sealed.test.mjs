// What is saved sealed: opened by 7-Zip, zip.js and OpenPGP.js, and here (by GnuPG: `cargo xtask interop-sealed`). And a batch
// that is saved, and goes on later.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as openpgp from "openpgp";
import { BlobReader, TextWriter, ZipReader } from "@zip.js/zip.js";
import { base32, seedOf, table } from "./deliveries.mjs";
import { openApp } from "./harness.mjs";
import { huntSecrets } from "./hunt.mjs";
import { SEAL_PASSWORD as PASSWORD, in7z, sealsAsZip } from "./seal.mjs";

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
