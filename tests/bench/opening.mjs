// How long sealed files take to open, beside the peers that open the same bytes.

import { readFile } from "node:fs/promises";
import { table } from "../e2e/deliveries.mjs";
import { open, read } from "./app.mjs";
import { median, print, ratio, time } from "./figures.mjs";
import { LARGEST_S2K, OCB, openWithPeer, sealMessage, sealWithPassphrase, sealZip } from "./peers.mjs";
import { times } from "./times.mjs";

const ROWS_IN_10_MB = 125_000;
const PASSWORD = "a password of the bench";

/** An envelope that a real tool made. */
const fixture = async (name) => ({ name, bytes: await readFile(new URL(`../data/envelope/${name}`, import.meta.url)) });

/** Opens what there is to open in turns, so that other work on the machine meets what is compared alike, and prints the figures. */
export async function opening() {
  const plain = table(ROWS_IN_10_MB);
  const small = table(1);
  const cases = await sealed(plain, small);
  const rounds = await times(async () => {
    const round = { starting: (await read(small)).time, plainly: (await read(plain)).time, ours: [], theirs: [] };
    for (const { sealed, answers, key, passphrase = PASSWORD } of cases) {
      round.ours.push(await open(sealed, answers));
      round.theirs.push(await openWithPeer(sealed, passphrase, key));
    }
    return round;
  });
  // Opening alone: a sealed file's opener runs already when the answer is given, an open file's must start first.
  const readingAlone = ({ plainly, starting }) => plainly - starting;
  const figures = cases.flatMap(({ what, peer, inside }, place) => {
    const ours = rounds.map((round) => round.ours[place] - (inside === plain ? readingAlone(round) : 0));
    const theirs = rounds.map((round) => round.theirs[place]);
    const remark = inside === plain ? "less the time to read and check the same rows in clear" : "";
    return [
      { ...time(`${what}: Seedferry`, median(ours)), remark },
      time(`${what}: ${peer}`, median(theirs)),
      ratio("  ratio, pair by pair", ours, theirs, 1),
    ];
  });
  print(`opening ${(plain.bytes.length / 1e6).toFixed(1)} MB`, [
    time("reading and checking the same rows in clear", median(rounds.map(readingAlone))),
    time("  before it: starting an opener", median(rounds.map(({ starting }) => starting))),
    ...figures,
  ]);
}

/** What is opened: `{ what, peer, inside, sealed, answers, key, passphrase }`. */
async function sealed(plain, small) {
  const { message, key } = await sealMessage(plain, PASSWORD);
  const zip = [{ screen: "ask-zip-password", text: PASSWORD }];
  const passphrase = [{ screen: "ask-message-passphrase", text: PASSWORD }];
  const withKey = (file, text) => [{ screen: "ask-private-key", key: file }, { screen: "ask-key-passphrase", text }];
  // GnuPG locked this key with the largest count: SHA-1 over 65,011,712 bytes for each of its two parts.
  const locked = { sealed: await fixture("rsa.pgp"), key: await fixture("rsa.asc"), passphrase: "key" };
  return [
    { what: "zip, AES-256", peer: "zip.js", inside: plain, sealed: await sealZip(plain, PASSWORD), answers: zip },
    { what: "zip, ZipCrypto", peer: "zip.js", inside: plain, sealed: await sealZip(plain, PASSWORD, true), answers: zip },
    { what: "OpenPGP, RSA-4096", peer: "OpenPGP.js", inside: plain, sealed: message, key, answers: withKey(key, PASSWORD) },
    { what: "OpenPGP, OCB", peer: "OpenPGP.js", inside: plain, sealed: await sealWithPassphrase(plain, PASSWORD, OCB), answers: passphrase },
    { what: "OpenPGP, one row, largest S2K count", peer: "OpenPGP.js", inside: small, sealed: await sealWithPassphrase(small, PASSWORD, LARGEST_S2K), answers: passphrase },
    { what: "OpenPGP, one row, key locked by GnuPG", peer: "OpenPGP.js", inside: small, ...locked, answers: withKey(locked.key, locked.passphrase) },
  ];
}
