// Wipe leaves nothing behind in memory. Secrets that exist nowhere else are opened, typed, made, revealed, saved and copied; then
// page, vault, opener and the worker that makes keys are searched as a debugger sees them. The product ends its workers, which gives their memory back; here they
// are kept from ending, so that what is overwritten can be told from what is merely out of reach.
//
// Not searched, because no page can reach it: what the browser itself keeps of typed and shown text outside its JavaScript
// heap (copies of a field's content, pictures of the screen), of files that were read and saved, and the clipboard.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import * as openpgp from "openpgp";
import { sealMessage, sealZip } from "../bench/peers.mjs";
import { base32, csv, table } from "./deliveries.mjs";
import { openApp } from "./harness.mjs";
import { spellings } from "./hunt.mjs";
import { prepareSearch, watchMemory } from "./memory.mjs";
import { SEAL_PASSWORD, sealsAsZip } from "./seal.mjs";

const TOKENS = 12;
// A heap snapshot shortens long texts unless told otherwise.
const WHOLE_TEXTS = ["--js-flags=--heap-snapshot-string-limit=100000000"];
/** A delivery, zip in message, with a key, and all its secrets: `kept` lie in memory while it is open, `passing` while it is opened or used. */
async function delivery() {
  const seeds = Array.from({ length: TOKENS }, () => randomBytes(20));
  const password = randomBytes(12).toString("base64");
  const passphrase = randomBytes(12).toString("base64");
  const header = "serial number,secret key,time interval,manufacturer,model";
  const table = csv([header, ...seeds.map((seed, place) => `M${place},${base32(seed)},60,Deepnet Security,SafeID/Classic`)]);
  const zip = await sealZip(table, password);
  const { message, key } = await sealMessage(zip, passphrase);
  const typed = randomBytes(20);
  const kept = { "the password": password, "the passphrase": passphrase, ...linesOf(key),
    ...Object.fromEntries(seeds.map((seed, place) => [`seed ${place}`, seed])) };
  const passing = { "the seed that is typed": typed, ...await unlocked(message, key, passphrase) };
  return { message, key, password, passphrase, typedSeed: base32(typed), kept, passing };
}

/** The numbers of the private key, as they are written and as a processor keeps them, and the message's session key. */
async function unlocked(message, key, passphrase) {
  const privateKey = await unlockedKey(key, passphrase);
  const read = await openpgp.readMessage({ binaryMessage: message.bytes });
  const [session] = await openpgp.decryptSessionKeys({ message: read, decryptionKeys: privateKey });
  return { ...numbersOf(privateKey), "the session key": Buffer.from(session.data) };
}

async function unlockedKey(key, passphrase) {
  return openpgp.decryptKey({ privateKey: await openpgp.readPrivateKey({ armoredKey: key.bytes.toString() }), passphrase });
}

function numbersOf(privateKey) {
  return Object.fromEntries(privateKey.getKeys().flatMap(({ keyPacket }, place) => Object.entries(keyPacket.privateParams).flatMap(([name, bytes]) => [
    [`${name} of key ${place}`, Buffer.from(bytes)],
    [`${name} of key ${place}, backwards`, Buffer.from(bytes).reverse()],
  ])));
}

/** What a vault keeps of a private key's file. */
function linesOf(key) {
  const lines = key.bytes.toString().split(/\r?\n/).filter((line) => line.length >= 60);
  return { "a line of the private key": lines[3], "another line of it": lines.at(-2) };
}

/** Each secret in every spelling, with one and with two bytes for a character. */
function needles(secrets) {
  return Object.entries(secrets).flatMap(([name, secret]) => spellings(secret).filter(([spelling]) => spelling !== "text").flatMap(([spelling, text]) => [
    [name, spelling, Buffer.from(text, "latin1")],
    [name, `${spelling} in UTF-16`, Buffer.from(text, "utf16le")],
  ]));
}

const openWatched = async () => {
  const app = await openApp({ flags: WHOLE_TEXTS, prepare: prepareSearch });
  await app.screen("start");
  await app.vault();
  return { app, memory: await watchMemory(app) };
};
const button = (app, name) => app.page.getByRole("button", { name });
const answer = async (app, screen, text) => {
  await app.screen(screen);
  await app.page.locator("#ask-input").fill(text);
  await app.page.keyboard.press("Enter");
};

async function open(app, { message, key, password, passphrase }) {
  await app.drop([message]);
  await app.screen("ask-private-key");
  await app.choose([key], "main input[type=file]");
  await answer(app, "ask-key-passphrase", passphrase);
  await answer(app, "ask-zip-password", `not ${password}`);
  await app.page.getByText("That password does not open it").waitFor();
  await answer(app, "ask-zip-password", password);
  await app.screen("review");
}

async function use(app, { typedSeed }) {
  await app.page.getByText("M0", { exact: true }).click();
  await app.screen("details");
  await button(app, "Replace seed…").click();
  await app.page.getByLabel("New seed").fill(typedSeed);
  await app.page.keyboard.press("Enter");
  await app.page.getByText("This seed was typed here.").waitFor();
  await button(app, "Reveal seed").click();
  await button(app, "Hide").click();
  await button(app, "Close details").click();
  await button(app, "Export…").click();
  await app.screen("export");
  const download = app.page.waitForEvent("download");
  await app.save("Save entra-tokens.json");
  await (await download).delete();
  await button(app, "Copy entra-tokens.json").click();
  await app.page.getByText("The clipboard holds seeds.").waitFor();
  await button(app, "Clear now").click();
  await app.page.getByText("The clipboard holds seeds.").waitFor({ state: "hidden" });
}

/** Makes a key pair of fixed size, which lies on stacks, saves its private part and gives it back as proof; the file of that part. */
async function orderKey(app, passphrase) {
  await button(app, "Order your seed file").click();
  await button(app, "Make a key pair").click();
  await app.page.getByLabel("Name", { exact: true }).fill("Ada");
  await app.page.getByLabel("E-mail address that the vendor knows").fill("ada@example.com");
  await app.page.getByLabel("Curve25519").check();
  await app.page.getByLabel("Passphrase of the private key", { exact: true }).fill(passphrase);
  await app.page.getByLabel("The same again").fill(passphrase);
  await button(app, "Make the key pair").click();
  await app.page.getByText("Save the private key", { exact: true }).waitFor();
  const key = await app.saved("Save private key");
  await app.choose([key], "main input[type=file]");
  await app.page.locator("#ask-input").fill(passphrase);
  await app.page.keyboard.press("Enter");
  await button(app, "Copy public key").waitFor();
  await button(app, "Back to the guide").click();
  return key;
}

/** Makes a password, copies it and clears the clipboard; the password. */
async function makePassword(app) {
  await button(app, "Make a password").click();
  await button(app, "Make one").click();
  const made = await app.page.locator(".password-maker__text").textContent();
  await button(app, "Copy and forget").click();
  await app.page.getByText("The clipboard holds a password.").waitFor();
  await button(app, "Clear now").click();
  await app.page.getByText("The clipboard holds a password.").waitFor({ state: "hidden" });
  await button(app, "Back to the guide").click();
  await button(app, "Close the guide").click();
  return made;
}

/** Saves an open batch as a zip with a password. */
async function seal(app) {
  await app.drop([table(3)]);
  await app.screen("review");
  await button(app, "Export…").click();
  await app.screen("export");
  await sealsAsZip(app);
  await app.saved("Save entra-tokens.json.zip");
}

async function wipe(app) {
  await button(app, "Wipe").click();
  await app.screen("start");
  await app.page.locator('main[data-vault="ready"]').waitFor();
}

test("the control: what is planted in a heap or a buffer, of the page or of the vault, is found", async () => {
  const { app, memory } = await openWatched();
  const text = randomBytes(16).toString("hex");
  const bytes = randomBytes(16);
  const plant = ([planted, numbers]) => { globalThis.planted = planted; globalThis.remembered.push(new Uint8Array(numbers)); };
  await app.page.evaluate(plant, [text, [...bytes]]);
  await (await app.vault()).evaluate(plant, [text, [...bytes]]);
  const found = await memory.search([["a text", "it is", Buffer.from(text)], ["bytes", "they are", bytes]]);
  const places = ["page", "vault"].flatMap((role) => [`a text as it is in the heap of the ${role}`, `bytes as they are in a buffer of the ${role}`]);
  assert.deepEqual(found, places.sort());
  await app.close();
});

test("before Wipe the vault holds every secret; after it neither page nor vault nor opener holds one", async () => {
  const { app, memory } = await openWatched();
  const { kept, passing, ...sealed } = await delivery();
  const searched = needles({ ...kept, ...passing });
  await open(app, sealed);
  const before = await memory.search(searched);
  const missed = Object.keys(kept).filter((name) => !before.includes(`${name} as raw in the WebAssembly memory of the vault`));
  assert.deepEqual(missed, [], "the control: what the vault holds is found in it");
  await use(app, sealed);
  await wipe(app);
  assert.deepEqual(memory.roles.filter((role) => role !== "page").sort(), ["opener", "vault", "vault"], "workers that can still be searched");
  assert.deepEqual(await memory.search(searched), [], "what is left after Wipe");
  await app.close();
});

test("of a key pair and a password made here, and of a seal, Wipe leaves nothing", async () => {
  const { app, memory } = await openWatched();
  const passphrase = randomBytes(12).toString("base64");
  const key = await orderKey(app, passphrase);
  const made = await makePassword(app);
  await seal(app);
  const kept = { ...linesOf(key), "the password of the seal": SEAL_PASSWORD };
  const passing = { "the passphrase": passphrase, "the password that was made": made, ...numbersOf(await unlockedKey(key, passphrase)) };
  const searched = needles({ ...kept, ...passing });
  const before = await memory.search(searched);
  const missed = Object.keys(kept).filter((name) => !before.includes(`${name} as raw in the WebAssembly memory of the vault`));
  assert.deepEqual(missed, [], "the control: what the vault holds is found in it");
  await wipe(app);
  // One worker made the key, another one compared the saved file with it.
  const workers = memory.roles.filter((role) => role !== "page").sort();
  assert.deepEqual(workers, ["key-maker", "key-maker", "opener", "vault", "vault"], "workers that can still be searched");
  assert.deepEqual(await memory.search(searched), [], "what is left after Wipe");
  await app.close();
});
