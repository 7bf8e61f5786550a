// How soon the page is there: medians, with nothing cached, from a server on the same machine.

import { milliseconds } from "./figures.mjs";

const RUNS = 7;

/** The sections of this part. */
export async function starts({ browser, server }) {
  const runs = [];
  for (let run = 0; run < RUNS; run += 1) runs.push(await start(browser, server.origin));
  return [{
    title: `Start, nothing cached, server on the same machine (median of ${RUNS})`,
    rows: [
      ["navigation until the page can be used", milliseconds(runs.map(({ usable }) => usable))],
      ["navigation until the vault answers", milliseconds(runs.map(({ vault }) => vault))],
    ],
  }];
}

async function start(browser, origin) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(watchStart);
  await page.goto(origin);
  const times = await page.evaluate(async () => ({ usable: await globalThis.usable, vault: await globalThis.vaultAnswers }));
  await context.close();
  return times;
}

// The first message that reaches the page's end of a port is the vault's first view.
function watchStart() {
  globalThis.usable = new Promise((resolve) => {
    const look = () => document.querySelector("main[data-screen]") && resolve(performance.now());
    new MutationObserver(look).observe(document, { childList: true, subtree: true });
  });
  globalThis.vaultAnswers = new Promise((resolve) => {
    const { set } = Object.getOwnPropertyDescriptor(MessagePort.prototype, "onmessage");
    Object.defineProperty(MessagePort.prototype, "onmessage", {
      configurable: true,
      set(listener) {
        set.call(this, listener && ((event) => { resolve(performance.now()); listener.call(this, event); }));
      },
    });
  });
}
