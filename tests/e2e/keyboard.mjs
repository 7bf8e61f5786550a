// A person without a mouse: everything is reached by Tab, as the browser has it, and pressed or typed into from there.

import assert from "node:assert/strict";
import { openApp } from "./harness.mjs";

/** Tabs after which something counts as out of reach: more than any screen has. */
const FAR = 250;

/** The page of which a mouse that is used all the same is told. */
export async function withKeyboard(options = {}) {
  const prepare = async (page) => {
    await page.addInitScript(() => {
      addEventListener("pointerdown", () => { globalThis.hadMouse = true; }, true);
    });
    await options.prepare?.(page);
  };
  return openApp({ ...options, prepare });
}

/** Presses Tab until what a locator finds has the focus. */
export async function reach(app, locator) {
  await locator.waitFor();
  for (let tabs = 0; tabs < FAR; tabs += 1) {
    if (await locator.evaluate((element) => element === document.activeElement)) return;
    await app.page.keyboard.press("Tab");
  }
  assert.fail(`Tab does not reach ${locator}; the focus is on ${await app.page.evaluate(() => document.activeElement.outerHTML.slice(0, 200))}`);
}

/** Goes there, and presses a key. */
export async function press(app, locator, key = "Enter") {
  await reach(app, locator);
  await app.page.keyboard.press(key);
}

/** Goes there, and types in place of what stands there. */
export async function type(app, locator, text) {
  await reach(app, locator);
  await app.page.keyboard.press("Control+a");
  await app.page.keyboard.type(text);
}

/** Goes to a list of choices, and takes the one that begins so, by typing it. */
export async function choose(app, locator, option) {
  await reach(app, locator);
  await app.page.keyboard.type(option);
  const chosen = await locator.evaluate((list) => list.selectedOptions[0].textContent);
  assert.ok(chosen.startsWith(option), `${chosen} was chosen, not ${option}`);
}

/** Ends the journey; fails when a mouse took part in it. */
export async function close(app) {
  assert.equal(await app.page.evaluate(() => globalThis.hadMouse ?? false), false, "a mouse was used");
  await app.close();
}
