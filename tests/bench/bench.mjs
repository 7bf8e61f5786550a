// `cargo xtask bench` runs this over the built page and prints figures, from one run: what the page weighs, how soon it can be used,
// and how fast it opens, reads and shows, beside its peers in the same browser. It judges nothing; aims stand beside the figures.

import { readFile } from "node:fs/promises";
import { cpus, loadavg } from "node:os";
import { table } from "../e2e/deliveries.mjs";
import { jump, open, read } from "./app.mjs";
import { inventory } from "./inventory.mjs";
import { median, milliseconds, print, ratio } from "./figures.mjs";
import { LARGEST_S2K, OCB, openWithPeer, sealMessage, sealWithPassphrase, sealZip } from "./peers.mjs";
import { sizes, starts } from "./start.mjs";
import { stretches } from "./stretches.mjs";
import { upload } from "./upload.mjs";

const RUNS = 5;
const ROWS_IN_10_MB = 125_000;
/** Entra takes no such interval, so every token has a finding. */
const INTERVAL_WITH_FINDING = 45;
const PASSWORD = "a password of the bench";

/** An envelope that a real tool made. */
const fixture = async (name) => ({ name, bytes: await readFile(new URL(`../data/envelope/${name}`, import.meta.url)) });

const times = async (count, measure) => {
  const all = [];
  for (let run = 0; run < count; run += 1) all.push(await measure());
  return all;
};

// Differences and ratios of times say little while the machine is busy with something else.
console.log(`${cpus().length} processors, load in the minute before: ${loadavg()[0].toFixed(1)}`);
print("size and start", [...await sizes(), ...await starts()]);

const reading = [];
for (const count of [10_000, 100_000]) {
  const runs = await times(RUNS, () => read(table(count)));
  reading.push([`reading and checking ${count.toLocaleString("en")} rows, to the table`, milliseconds(median(runs.map(({ time }) => time)))]);
  reading.push(["  longest task of the main thread", milliseconds(Math.max(...runs.map(({ longest }) => longest))), "aim: 50 ms"]);
}
print("reading", reading);

const jumps = await times(RUNS, () => jump(10_000));
print("table of 10,000 tokens", [
  ["Ctrl+End to the last serial number", milliseconds(median(jumps.map(({ time }) => time))), "aim: 200 ms"],
  ["  longest task of the main thread", milliseconds(Math.max(...jumps.map(({ longest }) => longest))), "aim: 50 ms"],
]);

for (const count of [10_000, 50_000]) {
  const rows = (await stretches(count, INTERVAL_WITH_FINDING)).map(([what, longest]) => [what, milliseconds(longest), "aim: 50 ms"]);
  print(`longest stretch of the vault, ${count.toLocaleString("en")} tokens with a finding each`, rows);
}

const listed = await inventory(50_000);
print("inventory of 50,000 tokens", [
  ["press to first rows, the reading of 50 pages included", milliseconds(listed.first.time)],
  ["  longest task of the main thread", milliseconds(listed.first.longest), "aim: 50 ms"],
  ["search to the rows it leaves, the pause in typing of 150 ms included", milliseconds(listed.search.time), "aim: 250 ms"],
  ["  longest task of the main thread", milliseconds(listed.search.longest), "aim: 50 ms"],
  ["order to the first rows", milliseconds(listed.sort.time), "aim: 100 ms"],
  ["  longest task of the main thread", milliseconds(listed.sort.longest), "aim: 50 ms"],
  ["press to a report of all of them", milliseconds(listed.report.time), "aim: 100 ms"],
  ["  longest task of the main thread", milliseconds(listed.report.longest), "aim: 50 ms"],
  ["press to all its rows ready for paper", milliseconds(listed.paper.time)],
  ["  longest task of the main thread", milliseconds(listed.paper.longest), "aim: 50 ms"],
]);

const planned = await upload(50_000, { run: false });
print("plan of an upload of 50,000 tokens", [
  ["longest stretch of the vault", milliseconds(planned.plan), "aim: 50 ms"],
  ["longest task of the main thread", milliseconds(planned.page), "aim: 50 ms"],
]);
const UPLOADED = 10_000;
const sent = await upload(UPLOADED, { run: true });
print("upload of 10,000 tokens to the simulated tenant, at the page's own pace", [
  ["from the press to the last look at the inventory", `${sent.seconds.toFixed(1)} s`, "the pace alone: 100 s"],
  ["  a token", milliseconds((sent.seconds * 1000) / UPLOADED)],
  ["requests", String(sent.requests), `${(sent.requests / UPLOADED).toFixed(3)} a token`],
  ["memory of the vault, more than before", `${(sent.memory / 1e6).toFixed(1)} MB`],
  ["longest stretch of the vault, plan", milliseconds(sent.plan), "aim: 50 ms"],
  ["longest stretch of the vault, run", milliseconds(sent.run), "aim: 50 ms"],
  ["longest task of the main thread", milliseconds(sent.page), "aim: 50 ms"],
]);

const plain = table(ROWS_IN_10_MB);
const small = table(1);
const { message, key } = await sealMessage(plain, PASSWORD);
const zipAnswer = [{ screen: "ask-zip-password", text: PASSWORD }];
const passphraseAnswer = [{ screen: "ask-message-passphrase", text: PASSWORD }];
const keyAnswers = [{ screen: "ask-private-key", key }, { screen: "ask-key-passphrase", text: PASSWORD }];
// GnuPG locked this key with the largest count: SHA-1 over 65,011,712 bytes for each of its two parts.
const locked = { message: await fixture("rsa.pgp"), key: await fixture("rsa.asc"), passphrase: "key" };
const lockedAnswers = [{ screen: "ask-private-key", key: locked.key }, { screen: "ask-key-passphrase", text: locked.passphrase }];
const cases = [
  { what: "zip, AES-256", peer: "zip.js", inside: plain, sealed: await sealZip(plain, PASSWORD), answers: zipAnswer },
  { what: "zip, ZipCrypto", peer: "zip.js", inside: plain, sealed: await sealZip(plain, PASSWORD, true), answers: zipAnswer },
  { what: "OpenPGP, RSA-4096", peer: "OpenPGP.js", inside: plain, sealed: message, key, answers: keyAnswers },
  { what: "OpenPGP, OCB", peer: "OpenPGP.js", inside: plain, sealed: await sealWithPassphrase(plain, PASSWORD, OCB), answers: passphraseAnswer },
  { what: "OpenPGP, one row, largest S2K count", peer: "OpenPGP.js", inside: small, sealed: await sealWithPassphrase(small, PASSWORD, LARGEST_S2K), answers: passphraseAnswer },
  { what: "OpenPGP, one row, key locked by GnuPG", peer: "OpenPGP.js", inside: small, sealed: locked.message, key: locked.key, passphrase: locked.passphrase, answers: lockedAnswers },
];
// In turns, so that other work on the machine meets what is compared alike.
const rounds = await times(RUNS, async () => {
  const round = { starting: (await read(small)).time, plainly: (await read(plain)).time, ours: [], theirs: [] };
  for (const { sealed, answers, key: keyFile, passphrase = PASSWORD } of cases) {
    round.ours.push(await open(sealed, answers));
    round.theirs.push(await openWithPeer(sealed, passphrase, keyFile));
  }
  return round;
});
// Opening alone: a sealed file's opener runs already when the answer is given, an open file's must start first.
const readingAlone = ({ plainly, starting }) => plainly - starting;
const rows = cases.flatMap(({ what, peer, inside }, place) => {
  const ours = rounds.map((round) => round.ours[place] - (inside === plain ? readingAlone(round) : 0));
  const theirs = rounds.map((round) => round.theirs[place]);
  const [middle, range] = ratio(ours, theirs);
  return [
    [`${what}: Seedferry`, milliseconds(median(ours)), inside === plain ? "less the time to read and check the same rows in clear" : ""],
    [`${what}: ${peer}`, milliseconds(median(theirs))],
    ["  ratio, pair by pair", middle, `aim: 1 or less; ${range}`],
  ];
});
print(`opening ${(plain.bytes.length / 1e6).toFixed(1)} MB`, [
  ["reading and checking the same rows in clear", milliseconds(median(rounds.map(readingAlone)))],
  ["  before it: starting an opener", milliseconds(median(rounds.map(({ starting }) => starting)))],
  ...rows,
]);
process.exit(0);
