// The page under a stopwatch: drops a file, and says how long the page took to the table. The stopwatch runs in the page,
// so that the way between test and browser does not count.

import { table } from "../e2e/deliveries.mjs";
import { openApp } from "../e2e/harness.mjs";

const KEY = "main input[type=file]";

/** Opens the page with a stopwatch in it: `timed` and `longestTask`. */
export function timedApp(options = {}) {
  return openApp({ ...options, prepare: (page) => page.addInitScript(() => {
    let longest = 0;
    const note = (entries) => { for (const { duration } of entries) longest = Math.max(longest, duration); };
    const tasks = new PerformanceObserver((list) => note(list.getEntries()));
    tasks.observe({ type: "longtask" });
    const frame = () => new Promise((resolve) => { requestAnimationFrame(resolve); });
    globalThis.forgetTasks = () => {
      tasks.takeRecords();
      longest = 0;
    };
    // The browser tells of a task after its end, so the one that draws what is waited for is awaited, too.
    globalThis.longestTask = async () => {
      await frame();
      await frame();
      await new Promise((resolve) => { setTimeout(resolve); });
      note(tasks.takeRecords());
      return longest;
    };
    // Milliseconds from an act until what it brings is there, and the longest task of the main thread meanwhile.
    globalThis.timed = async (act, there) => {
      globalThis.forgetTasks();
      const started = performance.now();
      act();
      while (!there()) await frame();
      return { time: performance.now() - started, longest: await globalThis.longestTask() };
    };
    globalThis.seen = (selector) => new Promise((resolve) => {
      const look = () => {
        if (!document.querySelector(selector)) return;
        observer.disconnect();
        requestAnimationFrame(() => resolve(performance.now()));
      };
      const observer = new MutationObserver(look);
      observer.observe(document, { childList: true, subtree: true, attributes: true });
      look();
    });
    // The file is held here, so that dropping costs nothing but the drop.
    globalThis.dropHeld = () => {
      const transfer = new DataTransfer();
      transfer.items.add(globalThis.held);
      globalThis.started = performance.now();
      for (const type of ["dragenter", "dragover", "drop"]) {
        document.body.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: transfer }));
      }
    };
  }) });
}

/** Puts a file into the page's hands. */
async function hold(app, { name, bytes }) {
  await app.page.evaluate(() => {
    const input = document.createElement("input");
    input.type = "file";
    input.id = "held";
    document.body.append(input);
  });
  await app.page.setInputFiles("#held", { name, mimeType: "", buffer: Buffer.from(bytes) });
  await app.page.evaluate(() => {
    globalThis.held = document.getElementById("held").files[0];
    document.getElementById("held").remove();
  });
}

const review = 'main[data-screen="review"] [role=grid]:not([aria-busy=true]) .grid__body [role=row]';

/** Milliseconds from the drop of an open file to the table, and the longest task of the main thread meanwhile. */
export async function read(file) {
  const app = await timedApp();
  await app.vault();
  await hold(app, file);
  const figures = await app.page.evaluate(async (selector) => {
    globalThis.forgetTasks();
    globalThis.dropHeld();
    const there = await globalThis.seen(selector);
    return { time: there - globalThis.started, longest: await globalThis.longestTask() };
  }, review);
  await app.close();
  return figures;
}

/** Milliseconds from the last answer to the table. `answers` are `{ screen, text }` or `{ screen, key }`. */
export async function open(file, answers) {
  const app = await timedApp();
  await app.vault();
  await hold(app, file);
  await app.page.evaluate(() => globalThis.dropHeld());
  for (const { screen, text, key } of answers) {
    await app.screen(screen);
    if (key) await app.choose([key], KEY);
    else await app.page.locator("#ask-input").fill(text);
    if (text && screen !== answers.at(-1).screen) await app.page.keyboard.press("Enter");
  }
  const time = await app.page.evaluate(async (selector) => {
    const started = performance.now();
    document.querySelector(".ask-field").requestSubmit();
    return await globalThis.seen(selector) - started;
  }, review);
  await app.close();
  return time;
}

/** With so many tokens open, milliseconds from Ctrl+End to the last serial number on the screen. */
export async function jump(count) {
  const app = await timedApp();
  await app.drop([table(count)]);
  await app.screen("review");
  await app.page.getByRole("grid").focus();
  const figures = await app.page.evaluate((last) => globalThis.timed(
    () => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "End", ctrlKey: true, bubbles: true, cancelable: true })),
    () => [...document.querySelectorAll(".grid__body .col-serial")].some((cell) => cell.textContent.includes(last)),
  ), `T${String(count - 1).padStart(6, "0")}`);
  await app.close();
  return figures;
}
