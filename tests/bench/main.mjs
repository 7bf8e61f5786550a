// What the page weighs and how fast it is: `cargo xtask bench` runs it. Prints figures beside their aims and judges
// nothing: times depend on the machine. docs/performance.md says what each row means.

import { cpus, loadavg } from "node:os";
import { closeBrowsers, launch } from "../e2e/browser.mjs";
import { closeServers, serveDist } from "../e2e/server.mjs";
import { print } from "./figures.mjs";
import { opening } from "./opening.mjs";
import { reading } from "./reading.mjs";
import { sizes } from "./sizes.mjs";
import { starts } from "./starts.mjs";

const parts = { sizes, starts, opening, reading };
const wanted = process.argv.slice(2); // Some parts only, while one is worked on.

// What else ran makes times longer, and differences and ratios of times meaningless.
console.log(`Processors: ${cpus().length}. Load in the minute before: ${loadavg()[0].toFixed(1)}`);

const server = await serveDist();
const browser = await launch();
try {
  const sections = [];
  for (const [name, part] of Object.entries(parts)) {
    if (wanted.length === 0 || wanted.includes(name)) sections.push(...await part({ browser, server }));
  }
  print(sections);
} finally {
  await closeBrowsers();
  await closeServers();
}
