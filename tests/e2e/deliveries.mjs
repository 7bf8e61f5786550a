// What the journeys open: the samples of the page, tables of any size, and broken files. The samples' seeds are computed
// as public/samples/README.md says, so that the hunt knows what to look for.

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const SAMPLES = fileURLToPath(new URL("../../public/samples/", import.meta.url));
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

export const PASSWORD = "ferry-4711";
export const KEY_PASSPHRASE = "ferry-key";
export const SERIALS = Array.from({ length: 12 }, (_, place) => String(71358472 + place));

/** A sample as it lies beside the page, under another name if wanted. */
export async function sample(name, as = name) {
  return { name: as, bytes: await readFile(SAMPLES + name) };
}

/** A sample's seed, as bytes. */
export const seedOf = (serial) => createHash("sha256").update(`seedferry sample ${serial}`).digest().subarray(0, 20);

/** Unpadded upper-case Base32 (RFC 4648). */
export function base32(bytes) {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, "0")).join("");
  return bits.match(/.{1,5}/g).map((five) => BASE32[Number.parseInt(five.padEnd(5, "0"), 2)]).join("");
}

/** What must never be seen: the samples' seeds, passphrases, and the private key's own lines. */
export async function needles() {
  const key = (await sample("sample-private-key.asc")).bytes.toString();
  const lines = key.split(/\r?\n/).filter((line) => line.length === 64);
  const seeds = Object.fromEntries(SERIALS.map((serial) => [`the seed of ${serial}`, seedOf(serial)]));
  return { ...seeds, "a line of the private key": lines[3], "another line of it": lines.at(-2) };
}

/** An Entra MFA CSV of so many tokens; serial numbers T000000 and on. */
export function table(count, { name = "seeds.csv", interval = 60 } = {}) {
  const rows = ["serial number,secret key,time interval,manufacturer,model"];
  for (let place = 0; place < count; place += 1) {
    const serial = `T${String(place).padStart(6, "0")}`;
    rows.push(`${serial},${base32(seedOf(serial))},${interval},Deepnet Security,SafeID/Classic`);
  }
  return { name, bytes: Buffer.from(`${rows.join("\r\n")}\r\n`) };
}

/** A small table from rows of text. */
export const csv = (lines, name = "seeds.csv") => ({ name, bytes: Buffer.from(`${lines.join("\r\n")}\r\n`) });
