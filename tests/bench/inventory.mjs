// The inventory under a stopwatch: from a press to the rows that it leaves, how smoothly they scroll, and how long the vault works at a
// stretch meanwhile; then reports of all tokens, on the screen, as CSV and ready for paper.

import { signIn } from "../e2e/account.mjs";
import { startTenant } from "../e2e/tenant.mjs";
import { timedApp } from "./app.mjs";
import { longest, said, time } from "./figures.mjs";
import { heartbeat } from "./stretches.mjs";

/** For each press: the rows must be there before somebody would wait for them. */
const AIM = 100;
/** The search waits for a pause in typing, and takes its time after that. */
const PAUSE = 150;

/** The tokens of `many` by their place, as crates/tenant-server/src/many.rs makes them. */
const all = () => true;
const activated = (place) => place % 4 === 3;
const madeByFabrikam = (place) => place % 3 === 2;
const modelC100 = (place) => place % 5 === 2;
const held = (place) => place % 2 === 1;
const heldByAoife = (place) => place % 40 === 3;

/** What is done, in order: which tokens that leaves, which of them comes first, and the aim of its time. */
const STEPS = [
  { what: "press to first rows, the reading of 50 pages included", act: "open", leaves: all },
  { what: "filter: one status", act: "filter", on: "Status: Activated", leaves: activated, aim: AIM },
  { what: "filter: one model of these", act: "filter", on: "Model: C100", leaves: (place) => activated(place) && modelC100(place), aim: AIM },
  { what: "  both removed", act: "press", on: "Remove all filters", leaves: all, aim: AIM },
  { what: "filter: one manufacturer", act: "filter", on: "Manufacturer: Fabrikam Keys", leaves: madeByFabrikam, aim: AIM },
  { what: "  removed by its pill", act: "unfilter", on: "Manufacturer: Fabrikam Keys", leaves: all, aim: AIM },
  { what: "filter: one model", act: "filter", on: "Model: C100", leaves: modelC100, aim: AIM },
  { what: "  removed by its pill", act: "unfilter", on: "Model: C100", leaves: all, aim: AIM },
  { what: "filter: those that a person has", act: "filter", on: "Assigned to: Somebody", leaves: held, aim: AIM },
  { what: "  removed by its pill", act: "unfilter", on: "Assigned to: Somebody", leaves: all, aim: AIM },
  { what: "search for a serial number, the pause of 150 ms included", act: "search", on: "T00001", leaves: (place) => place >= 10 && place < 20, aim: PAUSE + AIM },
  { what: "search for a person, the pause included", act: "search", on: "Aoife", leaves: heldByAoife, aim: PAUSE + AIM },
  { what: "  cleared, the pause included", act: "search", on: "", leaves: all, aim: PAUSE + AIM },
  { what: "scroll through all rows in 200 frames", act: "scroll", on: 200, leaves: all, first: -1 },
  { what: "scroll by 100 px a frame, 200 frames", act: "wheel", on: 200, leaves: all, first: -1 },
  { what: "order by serial number, downwards", act: "order", on: "Serial number", leaves: all, first: -1, aim: AIM },
  // Of those people, Zoë Müller is the last by name.
  { what: "order by person, downwards", act: "order", on: "Assigned to", leaves: all, first: 5, aim: AIM },
  { what: "select all", act: "press", on: "Select all shown", leaves: all, first: 5, says: "50,000 selected", aim: AIM },
  { what: "select none", act: "press", on: "Clear selection", leaves: all, first: 5, aim: AIM },
];

/** Figures of an inventory of so many tokens: the time of each step, and the longest task of page and vault in it. */
export async function inventory(count) {
  const plainly = await walk(count, { beats: false });
  const beating = await walk(count, { beats: true });
  return STEPS.flatMap(({ what, aim }, place) => [
    time(what, plainly[place].time, aim),
    ...(plainly[place].frame ? [longest("  longest time between two frames", plainly[place].frame)] : []),
    longest("  longest task of the main thread", plainly[place].longest),
    longest("  longest stretch of the vault", beating[place].stretch),
  ]);
}

/** Takes every step; with a heartbeat in the vault, which tells its stretches and costs it time. */
async function walk(count, { beats }) {
  const app = await signedIn({ many: count });
  const vault = beats ? await heartbeat(app) : undefined;
  await app.page.evaluate(prepare);
  const figures = [];
  for (const { act, on, leaves, first, says } of STEPS) {
    const left = Array.from({ length: count }, (_, place) => place).filter(leaves);
    const wanted = {
      summary: `${left.length.toLocaleString("en")} of ${count.toLocaleString("en")} shown${says ? `, ${says}` : ""}`,
      serial: serial(first === undefined ? left[0] : first < 0 ? left.at(-1) : first),
    };
    await vault?.reset();
    const figure = await app.page.evaluate(([act, on, wanted]) => globalThis.step(act, on, wanted), [act, on, wanted]);
    figures.push({ ...figure, stretch: await vault?.longest() });
  }
  await app.close();
  return figures;
}

const serial = (place) => `T${String(place).padStart(6, "0")}`;

async function signedIn(config) {
  const tenant = await startTenant();
  await tenant.configure({ empty: true, consented: ["User.Read", "Policy.Read.All"], switches: { page: 1_000 }, ...config });
  const app = await timedApp({ tenant });
  await app.screen("start");
  await signIn(app);
  return app;
}

// Runs in the page: `step`, which does one and waits for the rows that it leaves.
function prepare() {
  const find = (selector, text) => [...document.querySelectorAll(selector)].find(({ textContent }) => textContent.trim() === text);
  const grid = () => document.querySelector(".grid--devices");
  const summary = () => document.querySelector(".summary-line p")?.textContent ?? "";
  const rows = () => [...document.querySelectorAll(".grid--devices .grid__body .col-serial")].map(({ textContent }) => textContent);
  const frame = () => new Promise((resolve) => { requestAnimationFrame(resolve); });
  let isMoving = false;
  let slowest = 0;
  const sorted = (column) => document.querySelector(".grid--devices [aria-sort=ascending], .grid--devices [aria-sort=descending]")?.textContent.includes(column);

  async function move(frames, next) {
    isMoving = true;
    let last = await frame();
    for (let count = 0; count < frames; count += 1) {
      next(count);
      const now = await frame();
      slowest = Math.max(slowest, now - last);
      last = now;
    }
    grid().scrollTop = grid().scrollHeight;
    isMoving = false;
  }

  const acts = {
    open: () => find(".area-bar__item", "Inventory").click(),
    press: (name) => find("button", name).click(),
    unfilter: (words) => document.querySelector(`[aria-label="Remove filter ${words}"]`).click(),
    filter(words) {
      const [column, value] = words.split(": ");
      const select = document.querySelector(".filter-choice select");
      const group = [...select.querySelectorAll("optgroup")].find(({ label }) => label === column);
      select.value = [...group.children].find(({ textContent }) => textContent.startsWith(`${value} (`)).value;
      select.dispatchEvent(new Event("change", { bubbles: true }));
    },
    search(text) {
      const input = document.querySelector(".inventory .search-box input");
      input.value = text;
      input.dispatchEvent(new InputEvent("input", { bubbles: true }));
    },
    scroll: (frames) => move(frames, (count) => { grid().scrollTop = (grid().scrollHeight * (count + 1)) / frames; }),
    wheel: (frames) => move(frames, (count) => { grid().scrollTop = 100 * (count + 1); }),
    order: (column) => [...document.querySelectorAll(".grid--devices .grid__sort")].find(({ textContent }) => textContent.includes(column)).click(),
  };

  globalThis.step = async (act, on, { summary: words, serial }) => {
    slowest = 0;
    // Each step begins at the top of the table.
    grid()?.scrollTo(0, 0);
    await frame();
    // The first press orders upwards.
    if (act === "order") await globalThis.timed(() => acts.order(on), () => sorted(on));
    const isThere = () => !isMoving && summary() === words && grid().ariaBusy !== "true" && (act === "scroll" || act === "wheel" ? rows().includes(serial) : rows()[0] === serial);
    const figure = await globalThis.timed(() => acts[act](on), isThere);
    return { ...figure, frame: slowest };
  };
}

/** Figures of a report of so many tokens: on the screen, as a file, and ready for paper. */
export async function report(count) {
  const plainly = await visit(count, { beats: false });
  const beating = await visit(count, { beats: true });
  const figures = plainly.steps.flatMap(({ what, aim, figure }, place) => [
    time(what, figure.time, aim),
    longest("  longest task of the main thread", figure.longest),
    longest("  longest stretch of the vault", beating.steps[place].stretch),
  ]);
  return [...figures, time("press to all its rows ready for paper", plainly.paper.time), longest("  longest task of the main thread", plainly.paper.longest),
    said("rows that stand on paper", plainly.rows.toLocaleString("en"))];
}

/** Looks at a report and saves it; without a heartbeat in the vault, which would take time from it, prints it too. */
async function visit(count, { beats }) {
  const app = await signedIn({ keep: Array.from({ length: count }, (_, place) => serial(place)) });
  const vault = beats ? await heartbeat(app) : undefined;
  const { page } = app;
  await page.getByRole("button", { name: "Inventory", exact: true }).click();
  await page.locator(".summary-line").getByText(`${count.toLocaleString("en")} of ${count.toLocaleString("en")} shown`).waitFor();
  await page.evaluate(() => {
    const press = (name) => [...document.querySelectorAll("button")].find(({ textContent }) => textContent.trim() === name).click();
    globalThis.timedPress = (name, there) => globalThis.timed(() => press(name), there);
    globalThis.print = () => { globalThis.isPrinted = true; };
  });
  const steps = [];
  const measured = async (what, aim, measure) => {
    await vault?.reset();
    steps.push({ what, aim, figure: await measure(), stretch: await vault?.longest() });
  };
  await measured("press to a report of all of them", AIM, () => page.evaluate(() =>
    globalThis.timedPress("Reports…", () => document.querySelector(".grid--plain .grid__body .grid__clamp"))));
  await measured("press to its file", undefined, async () => {
    await page.evaluate(() => globalThis.forgetTasks());
    const begun = performance.now();
    await app.saved("Save as CSV");
    return { time: performance.now() - begun, longest: await page.evaluate(() => globalThis.longestTask()) };
  });
  const paper = beats ? undefined : await page.evaluate(() => globalThis.timedPress("Print…", () => globalThis.isPrinted));
  const rows = await page.locator(".inventory-report__paper tbody tr").count();
  await app.close();
  return { steps, paper, rows };
}
