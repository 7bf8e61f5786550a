// What is opened: made afresh by the peers themselves, with a new key and new passphrases at every run.

import { randomBytes } from "node:crypto";
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter, configure } from "@zip.js/zip.js";
import * as openpgp from "openpgp";
import { base32, csv, seedOf, table } from "../e2e/deliveries.mjs";

/** Tokens whose CSV has about 10 MB. */
export const TOKENS = 130_000;

/**
 * The CSV, `plain`, and inside an AES-256 zip and an RSA-4096 PGP message with a locked key. `tiny` is a zip of one
 * token with the lock that costs least, ZipCrypto: the control of opening.mjs.
 */
export async function makeInputs() {
  configure({ useWebWorkers: false });
  const plain = table(TOKENS);
  const one = csv(["serial number,secret key", `C1,${base32(seedOf("C1"))}`], "one.csv");
  return {
    plain,
    zip: await makeZip(plain, { encryptionStrength: 3 }),
    pgp: await makeMessage(plain),
    tiny: await makeZip(one, { zipCrypto: true }),
  };
}

async function makeZip({ name, bytes }, options) {
  const passphrase = randomBytes(12).toString("base64url");
  const writer = new ZipWriter(new Uint8ArrayWriter());
  await writer.add(name, new Uint8ArrayReader(bytes), { password: passphrase, ...options });
  return { file: { name: "seeds.zip", bytes: Buffer.from(await writer.close()) }, passphrase };
}

async function makeMessage({ bytes }) {
  const passphrase = randomBytes(12).toString("base64url");
  const userIDs = [{ name: "Bench", email: "bench@example.com" }];
  const pair = await openpgp.generateKey({ type: "rsa", rsaBits: 4096, userIDs, passphrase, format: "armored" });
  const encryptionKeys = await openpgp.readKey({ armoredKey: pair.publicKey });
  const message = await openpgp.createMessage({ binary: new Uint8Array(bytes) });
  const encrypted = await openpgp.encrypt({ message, encryptionKeys, format: "binary" });
  return {
    file: { name: "seeds.pgp", bytes: Buffer.from(encrypted) },
    key: { name: "private.asc", bytes: Buffer.from(pair.privateKey) },
    passphrase,
  };
}
