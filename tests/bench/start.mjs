// What the page weighs, and how soon it can be used.

import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { launch } from "../e2e/browser.mjs";
import { DIST, serveDist } from "../e2e/server.mjs";
import { median, size, time } from "./figures.mjs";

const RUNS = 7;

/** Brotli bytes of what travels before the page can be used, and of the vault that follows. */
export async function sizes() {
  const names = await readdir(DIST);
  const sum = async (wanted) => {
    const files = await Promise.all(names.filter(wanted).map((name) => readFile(join(DIST, name))));
    return files.map((bytes) => brotliCompressSync(bytes).length).reduce((a, b) => a + b, 0);
  };
  // What keeps the page for times without network comes afterwards, and what signs in when somebody signs in.
  const later = /^(service-worker|msal-|redirect)/;
  const travels = (name) => /\.(html|js|css|wasm)$/.test(name) && !later.test(name);
  const isVault = (name) => name.startsWith("seedferry-vault-");
  return [
    size("page before it can be used, brotli", await sum((name) => travels(name) && !isVault(name)), 150),
    size("vault, brotli", await sum(isVault), 600),
  ];
}

/** Milliseconds from the start of a navigation: to the first screen, and to a vault that runs. Medians, nothing cached. */
export async function starts() {
  const server = await serveDist();
  const browser = await launch();
  const runs = [];
  for (let run = 0; run < RUNS; run += 1) runs.push(await start(browser, server.origin));
  await browser.close();
  await server.close();
  return [
    time("navigation to usable", median(runs.map(({ usable }) => usable))),
    time("navigation to a running vault", median(runs.map(({ vault }) => vault))),
  ];
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
