// How long the vault works at a stretch: a heartbeat inside its worker tells the longest time in which nothing else could run.

import { table } from "../e2e/deliveries.mjs";
import { openApp } from "../e2e/harness.mjs";

/** What is done, with the words for it; each is waited for until the vault is at rest again. */
const STEPS = [
  ["search", (page) => page.getByLabel("Search tokens").fill("9")],
  ["search cleared", (page) => page.getByLabel("Search tokens").fill("")],
  ["sort by serial number, descending", async (page) => {
    await page.locator("#head-1 button").click();
    await page.locator("#head-1 button").click();
  }],
  ["edit a serial number", async (page) => {
    await page.getByRole("grid").focus();
    await page.keyboard.press("F2");
    await page.getByLabel("New serial number").fill("A000001");
    await page.keyboard.press("Enter");
  }],
  ["undo", (page) => page.keyboard.press("Control+z")],
  ["remove a token", async (page) => {
    await page.locator(".grid__body input").first().click();
    await page.getByRole("button", { name: "Remove 1 token" }).click();
  }],
  ["set the model of all", async (page) => {
    await page.getByRole("button", { name: "Select all shown" }).click();
    await page.getByRole("button", { name: "Set field…" }).click();
    await page.getByLabel("New value").fill("Another");
    await page.getByRole("combobox", { name: "Field" }).selectOption("model");
    await page.getByRole("button", { name: "Set", exact: true }).click();
  }],
  ["undo that", (page) => page.keyboard.press("Control+z")],
  ["plan an export", (page) => page.getByRole("button", { name: "Export…" }).click()],
  ["close it", (page) => page.keyboard.press("Escape")],
];

/** Watches the vault: the longest stretch in milliseconds since the last reset. */
export async function heartbeat(app) {
  const vault = await app.vault();
  await vault.evaluate(() => {
    const { port1, port2 } = new MessageChannel();
    let last = performance.now();
    globalThis.longest = 0;
    port1.onmessage = () => {
      const now = performance.now();
      globalThis.longest = Math.max(globalThis.longest, now - last);
      last = now;
      port2.postMessage(0);
    };
    port2.postMessage(0);
  });
  return {
    reset: () => vault.evaluate(() => { globalThis.longest = 0; }),
    longest: () => vault.evaluate(() => globalThis.longest),
  };
}

/** Milliseconds of the longest stretch of each step, with so many tokens of this time interval. */
export async function stretches(count, interval) {
  const app = await openApp();
  const vault = await heartbeat(app);
  const figures = [];
  const timed = async (what, step) => {
    await vault.reset();
    await step(app.page);
    await app.page.waitForTimeout(SETTLED);
    figures.push([what, await vault.longest()]);
  };
  const joined = (file, tokens) => async () => {
    await app.drop([file]);
    await app.page.getByText(`${tokens.toLocaleString("en")} tokens shown`).waitFor();
  };
  await timed("open a file", joined(table(count, { interval }), count));
  await timed("join another", joined(table(1, { name: "more.csv", interval: 30 }), count + 1));
  for (const [what, step] of STEPS) await timed(what, step);
  await app.close();
  return figures;
}

/** How long a step may take to come to rest, in milliseconds. */
const SETTLED = 1500;
