// `cargo xtask bench` runs this over the built page and prints figures, from one run: what the page weighs, how soon it can be used,
// and how fast it opens, reads and shows, beside its peers in the same browser. It judges nothing; aims stand beside the figures.

import { cpus, loadavg } from "node:os";
import { table } from "../e2e/deliveries.mjs";
import { jump, open, read } from "./app.mjs";
import { median, milliseconds, print, ratio } from "./figures.mjs";
import { openWithPeers, sealMessage, sealZip } from "./peers.mjs";
import { sizes, starts } from "./start.mjs";

const RUNS = 5;
const ROWS_IN_10_MB = 125_000;
const PASSWORD = "a password of the bench";

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

const plain = table(ROWS_IN_10_MB);
const archive = await sealZip(plain, PASSWORD);
const { message, key } = await sealMessage(plain, PASSWORD);
// In turns, so that other work on the machine meets what is compared alike.
const rounds = await times(RUNS, async () => ({
  starting: (await read(table(1))).time,
  plainly: (await read(plain)).time,
  zip: await open(archive, [{ screen: "ask-zip-password", text: PASSWORD }]),
  message: await open(message, [{ screen: "ask-private-key", key }, { screen: "ask-key-passphrase", text: PASSWORD }]),
  peers: await openWithPeers({ archive, password: PASSWORD, message, key, passphrase: PASSWORD }, 1),
}));
const each = (pick) => rounds.map(pick);
const starting = each((round) => round.starting);
const plainly = each((round) => round.plainly);
// Opening alone: a sealed file's opener runs already when the answer is given, an open file's must start first.
const readingAlone = (place) => plainly[place] - starting[place];
const opening = (runs) => runs.map((time, place) => time - readingAlone(place));
const ratioRow = (middle, range) => ["  ratio, pair by pair", middle, `aim: 1 or less; ${range}`];
const beside = (what, peer, ours, theirs) => [
  [`${what}: Seedferry`, milliseconds(median(opening(ours))), "less the time to read and check the same rows in clear"],
  [`${what}: ${peer}`, milliseconds(median(theirs))],
  ratioRow(...ratio(opening(ours), theirs)),
];
print(`opening ${(plain.bytes.length / 1e6).toFixed(1)} MB`, [
  ["reading and checking the same rows in clear", milliseconds(median(plainly.map((_, place) => readingAlone(place))))],
  ["  before it: starting an opener", milliseconds(median(starting))],
  ...beside("zip, AES-256", "zip.js", each(({ zip }) => zip), each(({ peers }) => peers.zip[0])),
  ...beside("OpenPGP, RSA-4096", "OpenPGP.js", each(({ message: time }) => time), each(({ peers }) => peers.message[0])),
]);
process.exit(0);
