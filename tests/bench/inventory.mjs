// The inventory under a stopwatch: from the press to the first rows, from a search or an order to the rows it leaves, and from
// the press to a report of all tokens, on the screen and ready for paper.

import { signIn } from "../e2e/account.mjs";
import { startTenant } from "../e2e/tenant.mjs";
import { timedApp } from "./app.mjs";

/** With so many tokens in the tenant: `{ first, search, sort, report, paper }`, each `{ time, longest }` in milliseconds. */
export async function inventory(count) {
  const keep = Array.from({ length: count }, (_, place) => `T${String(place).padStart(6, "0")}`);
  const tenant = await startTenant();
  await tenant.configure({ empty: true, keep, consented: ["User.Read", "Policy.Read.All"], switches: { page: 1_000 } });
  const app = await timedApp({ tenant });
  await app.screen("start");
  await signIn(app);
  const figures = await app.page.evaluate(async (total) => {
    const drawn = (serial) => document.querySelector(".grid--devices .grid__body .col-serial")?.textContent === serial;
    const timed = async (act, there) => {
      globalThis.longest = 0;
      const started = performance.now();
      act();
      while (!there()) await new Promise((resolve) => { requestAnimationFrame(resolve); });
      return { time: performance.now() - started, longest: globalThis.longest };
    };
    const summary = () => document.querySelector(".summary-line")?.textContent ?? "";
    const first = await timed(
      () => [...document.querySelectorAll(".area-bar__item")].find(({ textContent }) => textContent === "Inventory").click(),
      () => summary().startsWith(total) && drawn("T000000"));
    const sortDown = () => document.querySelector(".grid--devices .grid__sort").click();
    await timed(sortDown, () => document.querySelector('.grid--devices [aria-sort="ascending"]'));
    const sort = await timed(sortDown, () => !drawn("T000000"));
    const search = await timed(() => {
      const input = document.querySelector(".inventory .search-box input");
      input.value = "T00001";
      input.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }, () => summary().startsWith("10 of") && drawn("T000019"));
    const press = (name) => [...document.querySelectorAll("button")].find(({ textContent }) => textContent.trim() === name).click();
    const report = await timed(() => press("Reports…"), () => document.querySelector(".grid--plain .grid__body .grid__clamp"));
    let printed = false;
    globalThis.print = () => { printed = true; };
    const paper = await timed(() => press("Print…"), () => printed);
    return { first, search, sort, report, paper };
  }, count.toLocaleString("en"));
  await app.close();
  return figures;
}
