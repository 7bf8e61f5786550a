// What the page weighs and how soon it can be used: `cargo xtask bench` runs it. Prints one table.

import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { launch } from "./browser.mjs";
import { DIST, serveDist } from "./server.mjs";

const RUNS = 7;

const rows = [...await sizes(), ...await starts()];
for (const [what, value, aim = ""] of rows) console.log(`${what.padEnd(44)} ${value.padStart(12)}  ${aim}`.trimEnd());

/** Brotli bytes of what travels before the page can be used, and of the vault that follows. */
async function sizes() {
  const names = await readdir(DIST);
  const sum = async (wanted) => {
    const files = await Promise.all(names.filter(wanted).map((name) => readFile(join(DIST, name))));
    return files.map((bytes) => brotliCompressSync(bytes).length).reduce((a, b) => a + b, 0);
  };
  const travels = (name) => /\.(html|js|css|wasm)$/.test(name);
  const isVault = (name) => name.startsWith("seedferry-vault-");
  const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
  return [
    ["page before it can be used, brotli", kilobytes(await sum((name) => travels(name) && !isVault(name))), "aim: 150 kB"],
    ["vault, brotli", kilobytes(await sum(isVault)), "aim: 600 kB"],
  ];
}

/** Milliseconds from the start of a navigation: to the first screen, and to a vault that runs. Medians, nothing cached. */
async function starts() {
  const server = await serveDist();
  const browser = await launch();
  const runs = [];
  for (let run = 0; run < RUNS; run += 1) runs.push(await start(browser, server.origin));
  await browser.close();
  await server.close();
  const median = (pick) => `${runs.map(pick).toSorted((a, b) => a - b)[Math.floor(RUNS / 2)].toFixed(0)} ms`;
  return [["navigation to usable", median(({ usable }) => usable)], ["navigation to a running vault", median(({ vault }) => vault)]];
}

async function start(browser, origin) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(() => {
    globalThis.usable = new Promise((resolve) => {
      const look = () => document.querySelector("main[data-screen]") && resolve(performance.now());
      new MutationObserver(look).observe(document, { childList: true, subtree: true });
    });
  });
  const worker = page.waitForEvent("worker");
  await page.goto(origin);
  const usable = await page.evaluate(() => globalThis.usable);
  await (await worker).evaluate(async () => {
    while (self.onmessage !== null) await new Promise((resolve) => setTimeout(resolve, 1));
  });
  const vault = await page.evaluate(() => performance.now());
  await context.close();
  return { usable, vault };
}
