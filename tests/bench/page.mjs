// The page with a stopwatch in it. The stopwatch starts by itself at a drop and at the keys Enter and End, and stops
// when what is waited for has come; all on the page's own clock, so that the way from node to the browser costs nothing.

import { drop } from "../e2e/drop.mjs";

const PATIENCE = 120_000;

function stopwatch() {
  let started = 0;
  const tasks = [];
  const begin = () => { started = performance.now(); };
  addEventListener("drop", begin, true);
  addEventListener("keydown", ({ key }) => { if (key === "Enter" || key === "End") begin(); }, true);
  new PerformanceObserver((list) => tasks.push(...list.getEntries())).observe({ type: "longtask", buffered: true });

  const shows = ({ selector, text }) => Array.from(document.querySelectorAll(selector)).some((found) => !text || found.textContent.includes(text));
  const seen = (wanted) => new Promise((resolve) => {
    const look = () => {
      if (!shows(wanted)) return;
      observer.disconnect();
      resolve(performance.now());
    };
    const observer = new MutationObserver(look);
    observer.observe(document, { childList: true, subtree: true, characterData: true, attributes: true });
    look();
  });
  const painted = () => new Promise((resolve) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = resolve;
    port2.postMessage(null);
  }));
  // Tasks are reported a little after their end.
  const idle = () => new Promise((resolve) => setTimeout(resolve, 200));

  globalThis.stopwatch = (wanted) => {
    const end = seen(wanted).then(async (found) => {
      await painted();
      const onScreen = performance.now();
      await idle();
      const meanwhile = tasks.filter((task) => task.startTime + task.duration > started && task.startTime < onScreen);
      return { inDocument: found - started, onScreen: onScreen - started, longest: Math.max(0, ...meanwhile.map((task) => task.duration)) };
    });
    globalThis.measured = end;
  };
}

// A wasm memory never shrinks, so its size at the end is the most that was needed. The glue asks for the buffer again
// whenever the memory has grown.
function watchMemory() {
  const { get } = Object.getOwnPropertyDescriptor(WebAssembly.Memory.prototype, "buffer");
  self.memorySize = () => 0;
  Object.defineProperty(WebAssembly.Memory.prototype, "buffer", {
    configurable: true,
    get() {
      self.memorySize = () => get.call(this).byteLength;
      return get.call(this);
    },
  });
}

/** Opens the page in a context of its own, so that nothing is cached and nothing is left of an earlier run. */
export async function openPage({ browser, server }) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  await page.addInitScript(stopwatch);
  const worker = page.waitForEvent("worker");
  await page.goto(server.origin);
  await page.locator("main[data-screen=start]").waitFor();
  return new Page({ context, page, vault: await worker });
}

class Page {
  constructor(parts) {
    Object.assign(this, parts);
  }

  /** Measures from what `act` does, a drop or a key, until `selector`, holding `text` if given, is there. */
  async time(act, selector, text) {
    await this.page.evaluate((wanted) => globalThis.stopwatch(wanted), { selector, text });
    await act();
    return this.page.evaluate(() => globalThis.measured);
  }

  /** Drops a file and measures until the review. */
  async timeToReview(file) {
    return this.time(() => drop(this.page, [file]), 'main[data-screen="review"]');
  }

  /** Drops files of which one is locked, gives the key file if there is one, and measures from Enter until the review. */
  async timeToOpen({ files, key, passphrase }) {
    await drop(this.page, files);
    if (key) {
      await this.page.locator('main[data-screen="ask-private-key"]').waitFor();
      await this.page.setInputFiles("main input[type=file]", { name: key.name, mimeType: "", buffer: key.bytes });
    }
    await this.page.locator(key ? 'main[data-screen="ask-key-passphrase"]' : 'main[data-screen="ask-zip-password"]').waitFor();
    await this.page.locator("#ask-input").fill(passphrase);
    return this.time(() => this.page.keyboard.press("Enter"), 'main[data-screen="review"]');
  }

  /** From now on `memory` can be asked. */
  watchMemory() {
    return this.vault.evaluate(watchMemory);
  }

  /** Bytes of the vault's memory. */
  memory() {
    return this.vault.evaluate(() => self.memorySize());
  }

  close() {
    return this.context.close();
  }
}
