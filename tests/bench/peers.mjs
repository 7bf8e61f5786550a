// The peers: makes deliveries with them, and has them open each in a blank page of the same browser.

import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import * as zip from "@zip.js/zip.js";
import * as openpgp from "openpgp";
import { launch } from "../e2e/browser.mjs";

const MODULES = fileURLToPath(new URL("../../node_modules/", import.meta.url));
const FILES = { "/openpgp.mjs": "openpgp/dist/openpgp.min.mjs", "/zip.js": "@zip.js/zip.js/dist/zip.min.js" };

/** A zip made by zip.js: with AES-256, or with `zipCrypto` the old way. */
export async function sealZip({ name, bytes }, password, zipCrypto = false) {
  const options = { password, useWebWorkers: false, ...(zipCrypto ? { zipCrypto } : { encryptionStrength: 3 }) };
  const writer = new zip.ZipWriter(new zip.Uint8ArrayWriter(), options);
  await writer.add(name, new zip.Uint8ArrayReader(bytes));
  return { name: "delivery.zip", bytes: await writer.close() };
}

/** A message for a fresh RSA-4096 key, and that key behind a passphrase, made by OpenPGP.js. */
export async function sealMessage({ bytes }, passphrase) {
  const { privateKey } = await openpgp.generateKey({ type: "rsa", rsaBits: 4096, userIDs: [{ name: "Bench" }], passphrase });
  const key = await openpgp.readKey({ armoredKey: privateKey });
  const message = await openpgp.createMessage({ binary: bytes });
  const sealed = await openpgp.encrypt({ message, encryptionKeys: key.toPublic(), format: "binary" });
  return { message: { name: "delivery.pgp", bytes: sealed }, key: { name: "key.asc", bytes: Buffer.from(privateKey) } };
}

/** A message for a passphrase, made by OpenPGP.js with these settings of its `config`. */
export async function sealWithPassphrase({ name, bytes }, passphrase, config) {
  const message = await openpgp.createMessage({ binary: bytes, filename: name });
  return { name: "delivery.pgp", bytes: await openpgp.encrypt({ message, passwords: [passphrase], format: "binary", config }) };
}

/** The settings of OCB in chunks of 4 MiB, and of the largest count that S2K can write, which GnuPG writes too. */
export const OCB = { aeadProtect: true, preferredAEADAlgorithm: openpgp.enums.aead.ocb, aeadChunkSizeByte: 16, s2kIterationCountByte: 0 };
export const LARGEST_S2K = { s2kIterationCountByte: 255 };

/** Milliseconds that the peer takes to open a sealed file; `key` is the private key's file, if there is one. */
export async function openWithPeer(sealed, passphrase, key) {
  const served = { "/sealed": sealed.bytes, "/key": key?.bytes };
  const server = createServer(async (request, response) => {
    const body = served[request.url] ?? (FILES[request.url] ? await readFile(MODULES + FILES[request.url]) : "<!doctype html><title>Peers</title>");
    response.setHeader("Content-Type", /js$/.test(request.url) ? "text/javascript" : request.url === "/" ? "text/html" : "application/octet-stream");
    response.end(body);
  });
  await new Promise((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  const browser = await launch();
  const page = await browser.newPage();
  await page.goto(`http://localhost:${server.address().port}/`);
  const work = sealed.name.endsWith(".zip") ? openZip : key ? openMessage : openWithPassphrase;
  const time = await page.evaluate(work, passphrase);
  await browser.close();
  server.close();
  return time;
}

async function openZip(password) {
  await import("/zip.js");
  const { zip } = globalThis;
  const bytes = new Uint8Array(await (await fetch("/sealed")).arrayBuffer());
  const started = performance.now();
  const reader = new zip.ZipReader(new zip.Uint8ArrayReader(bytes), { password });
  const [entry] = await reader.getEntries();
  await entry.getData(new zip.Uint8ArrayWriter(), { checkSignature: true });
  return performance.now() - started;
}

async function openMessage(passphrase) {
  const openpgp = await import("/openpgp.mjs");
  const bytes = new Uint8Array(await (await fetch("/sealed")).arrayBuffer());
  const armoredKey = await (await fetch("/key")).text();
  const started = performance.now();
  const privateKey = await openpgp.decryptKey({ privateKey: await openpgp.readPrivateKey({ armoredKey }), passphrase });
  const message = await openpgp.readMessage({ binaryMessage: bytes });
  await openpgp.decrypt({ message, decryptionKeys: privateKey, format: "binary" });
  return performance.now() - started;
}

async function openWithPassphrase(passphrase) {
  const openpgp = await import("/openpgp.mjs");
  const bytes = new Uint8Array(await (await fetch("/sealed")).arrayBuffer());
  const started = performance.now();
  const message = await openpgp.readMessage({ binaryMessage: bytes });
  await openpgp.decrypt({ message, passwords: [passphrase], format: "binary" });
  return performance.now() - started;
}
