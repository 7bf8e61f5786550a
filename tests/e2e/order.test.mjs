// Ordering a seed file: a key pair made here, saved and proved, the vendor's message for it, the password, and the guide.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import * as openpgp from "openpgp";
import { base32, seedOf, table } from "./deliveries.mjs";
import { openApp } from "./harness.mjs";
import { huntSecrets } from "./hunt.mjs";
import { SEAL_PASSWORD, in7z, sealsAsZip } from "./seal.mjs";

const PASSPHRASE = "quiet-otter-window-lemon-73";
const ZIP_PASSWORD = "vR7:qTm-4xWz.9RbPd3_";

const button = (app, name) => app.page.getByRole("button", { name, exact: true });

// With the production headers a page may write the clipboard, but not read it.
async function guide({ mode } = {}) {
  const app = await openApp({ mode });
  await app.screen("start");
  await button(app, "Order your seed file").click();
  await app.screen("order");
  return app;
}

async function fillKey(app, kind) {
  await button(app, "Make a key pair").click();
  await app.screen("order-key");
  await app.page.getByLabel("Name", { exact: true }).fill("Åsa Example");
  await app.page.getByLabel("E-mail address that the vendor knows").fill("asa@example.com");
  await app.page.getByLabel(kind).check();
  await app.page.getByLabel("Passphrase of the private key", { exact: true }).fill(PASSPHRASE);
  await app.page.getByText(/^About \d+ bits: /).waitFor();
  await app.page.getByLabel("The same again").fill(PASSPHRASE);
}

const SERIALS = ["T000000", "T000001", "T000002"];

function pskc() {
  const one = (serial) => `<KeyPackage><DeviceInfo><Manufacturer>Deepnet Security</Manufacturer><SerialNo>${serial}</SerialNo><Model>SafeID/Classic</Model></DeviceInfo>
<Key Id="${serial}" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:totp"><AlgorithmParameters><ResponseFormat Encoding="DECIMAL" Length="6"/></AlgorithmParameters>
<Data><Secret><PlainValue>${seedOf(serial).toString("base64")}</PlainValue></Secret><TimeInterval><PlainValue>60</PlainValue></TimeInterval></Data></Key></KeyPackage>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<KeyContainer Version="1.0" xmlns="urn:ietf:params:xml:ns:keyprov:pskc">${SERIALS.map(one).join("\n")}</KeyContainer>`;
}

// What the vendor does with the public key: a zip with a password inside a message, as GnuPG makes it.
function delivered(publicKey) {
  const home = mkdtempSync(join(tmpdir(), "seedferry-order-"));
  const run = (program, ...words) => execFileSync(program, words, { cwd: home, env: { ...process.env, GNUPGHOME: home }, stdio: "pipe" });
  try {
    writeFileSync(join(home, "seeds.xml"), pskc());
    writeFileSync(join(home, "public.asc"), publicKey);
    run("7z", "a", "-tzip", "-mem=AES256", `-p${ZIP_PASSWORD}`, "seeds.zip", "seeds.xml");
    run("gpg", "--batch", "--import", "public.asc");
    run("gpg", "--batch", "--trust-model", "always", "-r", "asa@example.com", "-o", "seeds.zip.pgp", "-e", "seeds.zip");
    return { name: "seeds.zip.pgp", bytes: readFileSync(join(home, "seeds.zip.pgp")) };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

// The private key as bytes: whatever is secret in its packets.
async function secretsOf(armored) {
  const privateKey = await openpgp.decryptKey({ privateKey: await openpgp.readPrivateKey({ armoredKey: armored }), passphrase: PASSPHRASE });
  const params = [privateKey, ...privateKey.subkeys].flatMap(({ keyPacket }) => Object.entries(keyPacket.privateParams));
  return Object.fromEntries(params.map(([name, bytes], place) => [`${name} of the private key, ${place}`, bytes]));
}

for (const [kind, mode] of [["RSA 3072", "headers"], ["Curve25519", "meta"]]) {
  test(`a key of the kind ${kind} is made, proved and used, and what came for it is sealed, with the policy from ${mode}`, { timeout: 400_000 }, async () => {
    const app = await guide({ mode });
    const seeds = Object.fromEntries(SERIALS.map((serial) => [`the seed of ${serial}`, seedOf(serial)]));
    const secrets = { ...seeds, "the passphrase": PASSPHRASE, "the zip's password": ZIP_PASSWORD, "the seal's password": SEAL_PASSWORD };
    const hunt = async (step) => assert.deepEqual(await huntSecrets(app, secrets), [], step);
    await button(app, "Make a key pair").click();
    assert.ok(await app.page.getByLabel("RSA 3072").isChecked(), "it is chosen at first");
    await button(app, "Back to the guide").click();
    await fillKey(app, kind);
    await button(app, "Suggest a passphrase").click();
    await button(app, "Make one").waitFor();
    await button(app, "Suggest a passphrase").click();
    await app.audit();
    await button(app, "Make the key pair").click();
    await app.page.getByText("Save the private key", { exact: true }).waitFor({ timeout: 240_000 });
    await hunt("made");
    assert.equal(await button(app, "Copy public key").count(), 0);
    const key = await app.saved("Save private key");
    assert.match(key.name, /^seed-order-key-[0-9A-F]{16}-private\.asc$/);
    Object.assign(secrets, await secretsOf(key.text), { "the armored key": key.text.split(/\r?\n/).find((line) => line.length > 50) });
    await hunt("saved");
    await app.audit("order-key");

    const proves = async (passphrase) => {
      await app.page.locator("#ask-input").fill(passphrase);
      await app.page.locator("#ask-input").press("Enter");
    };
    await app.drop([{ name: "other.asc", bytes: Buffer.from("no key") }]);
    await proves(PASSPHRASE);
    await app.page.getByText(/^other\.asc holds no private key/).waitFor();
    await app.drop([{ name: key.name, bytes: Buffer.from(key.text) }]);
    await proves("wrong passphrase");
    await app.page.getByText(/^That passphrase does not open it/).waitFor();
    await hunt("not proved");
    await proves(PASSPHRASE);
    await button(app, "Copy public key").waitFor();
    await hunt("proved");
    const publicKey = await app.saved("Save public key");
    const lines = publicKey.text.trimEnd().split(/\r?\n/).length;
    await app.page.getByText(new RegExp(`${lines} lines, [\\d,]+ characters`)).waitFor();
    const fingerprint = (await openpgp.readKey({ armoredKey: publicKey.text })).getFingerprint().toUpperCase();
    assert.ok((await app.page.locator("main").textContent()).replaceAll(/\s/g, "").includes(fingerprint), "the fingerprint stands beside it");
    await button(app, "Copy public key").click();
    await app.page.getByText("Copied. It holds no seeds").waitFor();
    if (mode === "meta") assert.equal(await app.page.evaluate(() => navigator.clipboard.readText()), publicKey.text);
    await app.audit("order-key");

    await app.drop([delivered(publicKey.text)]);
    await app.screen("ask-key-passphrase");
    await proves(PASSPHRASE);
    await app.screen("ask-zip-password");
    await proves(ZIP_PASSWORD);
    await app.screen("review");
    await app.page.getByText("3 tokens were read").waitFor();
    await hunt("opened");

    await button(app, "Export…").click();
    await app.screen("export");
    await sealsAsZip(app);
    const { bytes } = await app.saved("Save entra-tokens.json.zip");
    await hunt("sealed");
    const { value } = JSON.parse((await in7z(bytes)).text);
    assert.deepEqual(value.map(({ secretKey }) => secretKey), SERIALS.map((serial) => base32(seedOf(serial))));
    await button(app, "Wipe").click();
    await app.screen("start");
    await hunt("wiped");
    await app.close();
  });
}

test("an RSA key in the making is cancelled, and a key file is looked at", async () => {
  const app = await guide();
  await fillKey(app, "RSA 4096"); // The slowest: it must still be in the making after the audit.
  await button(app, "Make the key pair").click();
  await app.page.getByText(/numbers tried$/).waitFor();
  await app.audit("order-key");
  await button(app, "Cancel").click();
  await app.page.getByText("Making the key was cancelled").waitFor();
  assert.equal(await app.page.getByLabel("Name", { exact: true }).inputValue(), "Åsa Example");
  assert.equal(await app.page.getByLabel("Passphrase of the private key", { exact: true }).inputValue(), "");
  await button(app, "Back to the guide").click();
  await button(app, "Look at a key file").click();
  await app.screen("order-examine");
  await app.drop([{ name: "js-curve.asc", bytes: readFileSync("tests/data/makers/js-curve.asc") }]);
  await app.page.getByText("Protected by a passphrase", { exact: false }).first().waitFor();
  await app.audit();
  await app.drop([{ name: "notes.txt", bytes: Buffer.from("nothing") }]);
  await app.page.getByText("There is no OpenPGP key in this file", { exact: false }).waitFor();
  await app.close();
});

test("a password is made, copied once and kept nowhere", async () => {
  const app = await guide({ mode: "meta" });
  await button(app, "Make a password").click();
  await app.screen("order-password");
  await button(app, "Make one").click();
  const shown = app.page.locator(".password-maker__text");
  const first = await shown.textContent();
  assert.match(first, /^[-A-HJ-NP-Za-km-z2-9_.:=*!#@]{20}$/);
  await app.audit();
  await app.page.getByLabel("Words").first().check();
  await button(app, "Make another").click();
  await app.page.locator(".password-maker__text", { hasText: /^([a-z]{3,8}-){5}[a-z]{3,8}$/ }).waitFor();
  const second = await shown.textContent();
  await app.page.evaluate(() => { navigator.clipboard.writeText = () => Promise.reject(new Error("refused")); });
  await button(app, "Copy and forget").click();
  await app.page.getByText("The browser did not let the page use the clipboard.").waitFor();
  assert.equal(await shown.textContent(), second, "what could not be copied can be selected");
  await app.page.evaluate(() => { delete navigator.clipboard.writeText; });
  await button(app, "Copy and forget").click();
  await shown.waitFor({ state: "detached" });
  assert.equal(await app.page.evaluate(() => navigator.clipboard.readText()), second);
  await app.page.getByText("The clipboard holds a password.").waitFor();
  assert.deepEqual(await huntSecrets(app, { "the first password": first, "the second password": second }), []);
  await button(app, "Clear now").click();
  await app.page.getByText("The clipboard was cleared").waitFor();
  await button(app, "Make one").click();
  await shown.waitFor();
  await button(app, "Back to the guide").click();
  await app.screen("order");
  await button(app, "Make a password").click();
  await app.screen("order-password");
  assert.equal(await shown.count(), 0, "it is not kept where it is not seen");
  await app.close();
});

test("the guide is reached from About while a batch is open, which waits behind it", async () => {
  const app = await openApp();
  await app.drop([table(3)]);
  await app.screen("review");
  await button(app, "About").click();
  await app.page.getByRole("dialog", { name: "About Seedferry" }).waitFor();
  await app.audit("about");
  await app.page.getByRole("dialog").getByRole("button", { name: "Order your seed file" }).click();
  await app.screen("order");
  assert.equal(await app.page.getByRole("dialog").count(), 0);
  await app.page.getByLabel("Done: Find the order").check();
  await button(app, "Close the guide").click();
  await app.screen("review");
  await app.page.getByText("T000000").first().waitFor();
  await app.close();
});

test("the guide keeps its ticks, follows the vendor, and asks nobody", async () => {
  const app = await guide();
  await app.page.getByLabel("Done: Find the order").check();
  await app.page.getByText("1 of 10 steps done").waitFor();
  const link = app.page.getByRole("link", { name: /Deepnet's description/ });
  assert.equal(await link.getAttribute("rel"), "noopener noreferrer");
  assert.equal(await link.getAttribute("target"), "_blank");
  await app.audit();
  await app.page.getByLabel("Vendor").selectOption({ label: "Another vendor" });
  await link.waitFor({ state: "detached" });
  await button(app, "Close the guide").click();
  await app.screen("start");
  await button(app, "Order your seed file").click();
  assert.ok(await app.page.getByLabel("Done: Find the order").isChecked());
  await app.choose([table(3)]);
  await app.screen("review");
  await app.close();
});
