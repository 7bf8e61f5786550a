// `cargo xtask bench` runs this over the built page and prints figures, from one run: what the page weighs, how soon it can be used,
// and how fast it opens, reads and shows, beside its peers in the same browser. Beside each figure stand its aim and whether it is met;
// at the end, all aims that were missed. `cargo xtask bench inventory` runs the parts named alone.

import { cpus, loadavg } from "node:os";
import { table } from "../e2e/deliveries.mjs";
import { jump, read } from "./app.mjs";
import { conclusion, longest, median, print, said, seconds, time } from "./figures.mjs";
import { inventory, report } from "./inventory.mjs";
import { opening } from "./opening.mjs";
import { sizes, starts } from "./start.mjs";
import { stretches } from "./stretches.mjs";
import { times } from "./times.mjs";
import { upload } from "./upload.mjs";

/** Entra takes no such interval, so every token has a finding. */
const INTERVAL_WITH_FINDING = 45;
const UPLOADED = 10_000;
const counted = (count) => count.toLocaleString("en");

/** Each part prints its figures. */
const PARTS = {
  async start() {
    print("size and start", [...await sizes(), ...await starts()]);
  },

  async reading() {
    const figures = [];
    for (const count of [10_000, 100_000]) {
      const runs = await times(() => read(table(count)));
      figures.push(time(`reading and checking ${counted(count)} rows, to the table`, median(runs.map((run) => run.time))),
        longest("  longest task of the main thread", Math.max(...runs.map((run) => run.longest))));
    }
    print("reading", figures);
  },

  async table() {
    const jumps = await times(() => jump(10_000));
    print("table of 10,000 tokens", [
      time("Ctrl+End to the last serial number", median(jumps.map((run) => run.time)), 200),
      longest("  longest task of the main thread", Math.max(...jumps.map((run) => run.longest))),
    ]);
  },

  async stretches() {
    for (const count of [10_000, 50_000]) {
      const steps = await stretches(count, INTERVAL_WITH_FINDING);
      print(`longest stretch of the vault, ${counted(count)} tokens with a finding each`, steps.map(([what, stretch]) => longest(what, stretch)));
    }
  },

  async inventory() {
    print("inventory of 50,000 tokens", await inventory(50_000));
    print("report of 50,000 tokens", await report(50_000));
  },

  async upload() {
    const planned = await upload(50_000, { run: false });
    print("plan of an upload of 50,000 tokens", [longest("longest stretch of the vault", planned.plan), longest("longest task of the main thread", planned.page)]);
    const sent = await upload(UPLOADED, { run: true });
    print("upload of 10,000 tokens to the simulated tenant, at the page's own pace (the pace alone: 100 s)", [
      seconds("from the press to the last look at the inventory", sent.seconds, 110),
      time("  a token", (sent.seconds * 1000) / UPLOADED),
      said("requests", String(sent.requests), `${(sent.requests / UPLOADED).toFixed(3)} a token`),
      said("memory of the vault, more than before", `${(sent.memory / 1e6).toFixed(1)} MB`),
      longest("longest stretch of the vault, plan", sent.plan),
      longest("longest stretch of the vault, run", sent.run),
      longest("longest task of the main thread", sent.page),
    ]);
  },

  opening,
};

const named = process.argv.slice(2);
const unknown = named.filter((name) => !Object.hasOwn(PARTS, name));
if (unknown.length > 0) {
  console.error(`no part is called ${unknown.join(", ")}: there are ${Object.keys(PARTS).join(", ")}`);
  process.exit(2);
}
// Times say little while the machine is busy with something else, and ratios of times less.
console.log(`${cpus().length} processors, load in the minute before: ${loadavg()[0].toFixed(1)}`);
for (const name of named.length > 0 ? named : Object.keys(PARTS)) await PARTS[name]();
console.log(`\n${conclusion()}`);
process.exit(0);
