// The wipe of a page that nobody uses. The page's clock is the test's: `runFor` lets every tick come, `fastForward` is a sleep.

import { test } from "node:test";
import { table } from "./deliveries.mjs";
import { openApp } from "./harness.mjs";
import assert from "node:assert/strict";

const MINUTE = 60_000;
const announced = (app) => app.page.getByText("Everything will be wiped within a minute");

/** The title of the page, which is what somebody in another tab sees of it. */
const titled = (app, title) => app.page.waitForFunction((words) => document.title.startsWith(words), title);

async function opened() {
  const app = await openApp({ prepare: (page) => page.clock.install() });
  await app.screen("start");
  await app.vault();
  await app.drop([table(3)]);
  await app.screen("review");
  return app;
}

test("it is announced, put off by Stay, and comes when nobody answers", async () => {
  const app = await opened();
  await app.page.clock.runFor(14 * MINUTE + 5_000);
  await announced(app).waitFor();
  await titled(app, "Wiped within a minute");
  await app.audit("review");
  await app.page.getByRole("button", { name: "Stay" }).click();
  await announced(app).waitFor({ state: "hidden" });
  await titled(app, "Seedferry");
  await app.page.clock.runFor(14 * MINUTE + 5_000);
  await announced(app).waitFor();
  await app.page.clock.runFor(MINUTE);
  await app.screen("start");
  await app.page.getByText("Everything was wiped, because nobody used this page").waitFor();
  await app.close();
});

test("typing in a cell of the table puts it off", async () => {
  const app = await opened();
  await app.page.getByRole("grid").focus();
  for (const key of ["ArrowDown", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "F2"]) await app.page.keyboard.press(key);
  const field = app.page.getByLabel(/^New /);
  await field.waitFor();
  await app.page.clock.runFor(14 * MINUTE + 5_000);
  await announced(app).waitFor();
  await field.press("#");
  await announced(app).waitFor({ state: "hidden" });
  await app.page.clock.runFor(13 * MINUTE);
  assert.equal(await announced(app).count(), 0);
  assert.match(await field.inputValue(), /#/);
  await app.close();
});

test("a computer that slept finds its page as it was", async () => {
  const app = await opened();
  await app.page.clock.fastForward(8 * 60 * MINUTE);
  await app.page.clock.runFor(MINUTE);
  assert.equal(await app.screen(), "review");
  assert.equal(await announced(app).count(), 0);
  await app.close();
});

test("it can be turned off, and Wipe keeps the choice", async () => {
  const app = await opened();
  const choice = app.page.getByLabel("When nobody uses this page");
  await choice.selectOption("Never wipe when idle");
  await app.page.clock.runFor(20 * MINUTE);
  assert.equal(await app.screen(), "review");
  await app.page.getByRole("button", { name: "Wipe", exact: true }).click();
  await app.screen("start");
  await app.vault();
  await app.page.locator('main[data-vault="ready"]').waitFor();
  assert.equal(await choice.locator("option:checked").textContent(), "Never wipe when idle");
  await app.close();
});
