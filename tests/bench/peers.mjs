// The peers: makes a 10 MB delivery with them, and has them open it in a blank page of the same browser.

import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import * as zip from "@zip.js/zip.js";
import * as openpgp from "openpgp";
import { launch } from "../e2e/browser.mjs";

const MODULES = fileURLToPath(new URL("../../node_modules/", import.meta.url));
const FILES = { "/openpgp.mjs": "openpgp/dist/openpgp.min.mjs", "/zip.js": "@zip.js/zip.js/dist/zip.min.js" };

/** A zip with AES-256, made by zip.js. */
export async function sealZip({ name, bytes }, password) {
  const writer = new zip.ZipWriter(new zip.Uint8ArrayWriter(), { password, encryptionStrength: 3, useWebWorkers: false });
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

/** Milliseconds that each peer takes for each run: `{ zip: [], message: [] }`. */
export async function openWithPeers({ archive, password, message, key, passphrase }, runs) {
  const served = { "/archive": archive.bytes, "/message": message.bytes, "/key": key.bytes };
  const server = createServer(async (request, response) => {
    const body = served[request.url] ?? (FILES[request.url] ? await readFile(MODULES + FILES[request.url]) : "<!doctype html><title>Peers</title>");
    response.setHeader("Content-Type", /js$/.test(request.url) ? "text/javascript" : request.url === "/" ? "text/html" : "application/octet-stream");
    response.end(body);
  });
  await new Promise((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  const browser = await launch();
  const times = { zip: [], message: [] };
  for (let run = 0; run < runs; run += 1) {
    const page = await browser.newPage();
    await page.goto(`http://localhost:${server.address().port}/`);
    times.zip.push(await page.evaluate(openZip, password));
    times.message.push(await page.evaluate(openMessage, passphrase));
    await page.close();
  }
  await browser.close();
  server.close();
  return times;
}

async function openZip(password) {
  await import("/zip.js");
  const { zip } = globalThis;
  const bytes = new Uint8Array(await (await fetch("/archive")).arrayBuffer());
  const started = performance.now();
  const reader = new zip.ZipReader(new zip.Uint8ArrayReader(bytes), { password });
  const [entry] = await reader.getEntries();
  await entry.getData(new zip.Uint8ArrayWriter(), { checkSignature: true });
  return performance.now() - started;
}

async function openMessage(passphrase) {
  const openpgp = await import("/openpgp.mjs");
  const bytes = new Uint8Array(await (await fetch("/message")).arrayBuffer());
  const armoredKey = await (await fetch("/key")).text();
  const started = performance.now();
  const privateKey = await openpgp.decryptKey({ privateKey: await openpgp.readPrivateKey({ armoredKey }), passphrase });
  const message = await openpgp.readMessage({ binaryMessage: bytes });
  await openpgp.decrypt({ message, decryptionKeys: privateKey, format: "binary" });
  return performance.now() - started;
}
