// PSKC, both ways: written with a key, opened by it, and turned into Entra JSON.

import assert from "node:assert/strict";
import { test } from "node:test";
import { base32, seedOf, table } from "./deliveries.mjs";
import { openApp } from "./harness.mjs";

const KEY = "12345678901234567890123456789012";

const button = (app, name) => app.page.getByRole("button", { name, exact: true });

async function exporting(file, target) {
  const app = await openApp();
  await app.drop([file]);
  await app.screen("review");
  await button(app, "Export…").click();
  await app.screen("export");
  await app.page.getByLabel(target).check();
  return app;
}

const download = async (app, name) => (await app.saved(name)).text;

test("PSKC is written with a typed key, opened by it, and becomes Entra JSON", async () => {
  const writer = await exporting(table(3), "PSKC, pre-shared key");
  await writer.page.getByText("Type a pre-shared key, choose the file with one, or have one made.").waitFor();
  await writer.audit();
  await writer.page.getByLabel("Pre-shared key", { exact: true }).fill(KEY);
  await button(writer, "Use this key").click();
  await writer.page.getByText("A key is set.").waitFor();
  assert.equal(await writer.page.getByLabel("Pre-shared key", { exact: true }).inputValue(), "");
  const text = await download(writer, "Save pskc-key.xml");
  assert.ok(text.includes("xmlenc#aes128-cbc") && !text.includes("PlainValue>A"));
  await writer.close();

  // One value of the second token is damaged: it alone stays behind.
  const values = text.split("</xenc:CipherValue>");
  values[2] = `${values[2].slice(0, -30)}${values[2].at(-30) === "A" ? "B" : "A"}${values[2].slice(-29)}`;
  const reader = await openApp();
  await reader.drop([{ name: "tokens.xml", bytes: Buffer.from(values.join("</xenc:CipherValue>")) }]);
  await reader.screen("ask-shared-key");
  await reader.audit();
  const field = reader.page.locator("#ask-input");
  await field.fill("00000000000000000000000000000000");
  await field.press("Enter");
  await reader.page.locator("#ask-problem").getByText(/./).waitFor();
  await field.fill(KEY);
  await field.press("Enter");
  await reader.screen("review");
  await button(reader, "Export…").click();
  await reader.screen("export");
  const body = JSON.parse(await download(reader, "Save entra-tokens.json"));
  assert.deepEqual(body.value.map((device) => [device.serialNumber, device.secretKey]),
    ["T000000", "T000002"].map((serial) => [serial, base32(seedOf(serial))]));

  // Its seed is typed as the vendor told it on the phone, and nothing stays behind.
  await button(reader, "Close export").click();
  await reader.page.locator("#row-1 .col-serial").click();
  await button(reader, "Replace seed…").click();
  await reader.page.getByLabel("New seed").fill(base32(seedOf("T000001")));
  await reader.page.keyboard.press("Enter");
  await reader.page.getByText("This seed was typed here.").waitFor();
  await button(reader, "Export…").click();
  await reader.screen("export");
  const whole = JSON.parse(await download(reader, "Save entra-tokens.json"));
  assert.deepEqual(whole.value.map((device) => [device.serialNumber, device.secretKey]),
    ["T000000", "T000001", "T000002"].map((serial) => [serial, base32(seedOf(serial))]));
  await reader.close();

  // The key in a file; stopping at the wrong code; and then the values taken all the same.
  const again = await openApp();
  await again.drop([{ name: "tokens.xml", bytes: Buffer.from(values.join("</xenc:CipherValue>")) }]);
  await again.screen("ask-shared-key");
  await again.page.getByLabel("Where a value was altered").selectOption({ label: "Stop, and read nothing" });
  await again.page.locator("input[type=file]").last().setInputFiles({ name: "key.txt", mimeType: "text/plain", buffer: Buffer.from(`${KEY}\n`) });
  await again.screen("failed");
  await again.page.getByText("message authentication code, the first in element 2").waitFor();
  await again.close();
});

test("an altered value is taken on request, and the former reading comes back", async () => {
  const writer = await exporting(table(2), "PSKC, pre-shared key");
  await writer.page.getByLabel("Pre-shared key", { exact: true }).fill(KEY);
  await button(writer, "Use this key").click();
  await writer.page.getByText("A key is set.").waitFor();
  const text = await download(writer, "Save pskc-key.xml");
  await writer.close();
  const app = await openApp();
  const altered = text.replace(/<pskc:ValueMAC>(.)/, (_, first) => `<pskc:ValueMAC>${first === "A" ? "B" : "A"}`);
  await app.drop([{ name: "tokens.xml", bytes: Buffer.from(altered) }]);
  await app.screen("ask-shared-key");
  await app.page.locator("#ask-input").fill(KEY);
  await app.page.locator("#ask-input").press("Enter");
  await app.screen("review");
  await app.page.getByText("tokens.xml (PSKC, seeds in Base64)").waitFor();
  await app.page.getByRole("button", { name: "Show all findings about files" }).click();
  await app.page.getByText("their tokens are skipped").waitFor();
  await app.page.getByRole("button", { name: /^Read differently/ }).click();
  await app.screen("mapping");
  await app.audit();
  await app.page.getByLabel("Where a value was altered").selectOption({ label: "Take it all the same" });
  await button(app, "Read it in this format").click();
  await app.screen("review");
  await app.page.getByText("what decrypts is taken all the same").waitFor();
  await app.page.keyboard.press("Control+z");
  await app.page.getByText("their tokens are skipped").waitFor();
  await app.close();
});

test("a container that was cut is read as far as it is whole, on request", async () => {
  const writer = await exporting(table(3), "PSKC, plain text");
  const text = await download(writer, "Save pskc.xml");
  await writer.close();
  const end = "</pskc:KeyPackage>";
  const cut = text.slice(0, text.lastIndexOf(end));
  const app = await openApp();
  await app.drop([{ name: "tokens.xml", bytes: Buffer.from(cut) }]);
  await app.screen("mapping");
  await app.page.getByText("tokens.xml is damaged. Its end is missing, after 2 whole keys.").waitFor();
  await app.audit();
  const missing = app.page.getByLabel("Where the end is missing");
  assert.equal(await missing.locator("option:checked").textContent(), "Stop, and read nothing");
  await missing.selectOption({ label: "Read it as if it ended there" });
  await button(app, "Read it in this format").click();
  await app.screen("review");
  await app.page.getByText("tokens.xml (PSKC, seeds in Base64)").waitFor();
  await app.page.getByRole("button", { name: "Show all findings about files" }).click();
  await app.page.getByText("The end of the file is missing").first().waitFor();
  await app.page.getByText("after the last of its 2 whole keys, as was chosen; what stands behind it is not whole and was left out").first().waitFor();
  await button(app, "Export…").click();
  await app.screen("export");
  const body = JSON.parse(await download(app, "Save entra-tokens.json"));
  assert.deepEqual(body.value.map((device) => [device.serialNumber, device.secretKey]),
    ["T000000", "T000001"].map((serial) => [serial, base32(seedOf(serial))]));
  await app.close();

  // Beside another file it can be left out.
  const both = await openApp();
  await both.drop([{ name: "tokens.xml", bytes: Buffer.from(cut) }, table(1)]);
  await both.screen("mapping");
  await button(both, "Leave this file out").click();
  await both.screen("review");
  await both.close();
});

test("a key is made and saved once, and a passphrase is typed twice", async () => {
  const app = await exporting(table(2), "PSKC, pre-shared key");
  await button(app, "Make a key and save it").click();
  await app.page.getByRole("heading", { name: "Save the key in clear?" }).waitFor();
  await app.audit("export");
  await app.page.keyboard.press("Escape");
  await app.page.getByRole("dialog").waitFor({ state: "detached" });
  await app.page.getByText("Type a pre-shared key, choose the file with one, or have one made.").waitFor(); // None was made.
  const fromFile = (text) => app.page.locator("form:has(#export-secret) input[type=file]")
    .setInputFiles({ name: "psk.txt", mimeType: "text/plain", buffer: Buffer.from(text) });
  await fromFile("no key");
  await app.page.getByText("psk.txt holds no pre-shared key").first().waitFor();
  await fromFile(`${KEY}\r\n`);
  await app.page.getByText("A key is set.").waitFor();
  assert.match(await download(app, "Make a key and save it"), /^[0-9A-F]{32}$/);
  await download(app, "Save pskc-key.xml");
  await app.page.getByLabel("PSKC, passphrase").check();
  await app.page.getByLabel("Passphrase", { exact: true }).fill("correct horse");
  await app.page.getByLabel("The same passphrase again").fill("correct house");
  await button(app, "Use this passphrase").click();
  await app.page.getByText("The two passphrases differ.").waitFor();
  await app.audit();
  await app.page.getByLabel("Passphrase", { exact: true }).fill("correct horse");
  await app.page.getByLabel("The same passphrase again").fill("correct horse");
  await button(app, "Use this passphrase").click();
  await app.page.getByText("A passphrase is set.").waitFor();
  const text = await download(app, "Save pskc-passphrase.xml");
  const reader = await openApp();
  await reader.drop([{ name: "tokens.xml", bytes: Buffer.from(text) }]);
  await reader.screen("ask-container-passphrase");
  await reader.audit();
  await reader.page.getByLabel("Passphrase of the file").fill("correct horse");
  await reader.page.getByLabel("Passphrase of the file").press("Enter");
  await reader.screen("review");
  await reader.close();
  assert.ok((await download(app, "Save pskc-passphrase.xml")).includes("PBKDF2-params"));
  await app.close();
});
