// The review table: large batches, search, filter, order, selection, removal, details, and all of it by keyboard.

import assert from "node:assert/strict";
import { test } from "node:test";
import { base32, csv, seedOf, table } from "./deliveries.mjs";
import { openApp } from "./harness.mjs";

const HEADER = "serial number,secret key,time interval,manufacturer,model";
const row = (serial, { seed = base32(seedOf(serial)), interval = 60, model = "SafeID/Classic" } = {}) =>
  `${serial},${seed},${interval},Deepnet Security,${model}`;

const MIXED = csv([HEADER, row("1003"), row("1001", { interval: 45 }), row("1002", { seed: "01890189" }), row("", {}), row("1003")]);

async function review(file, options) {
  const app = await openApp(options);
  await app.drop([file]);
  await app.screen("review");
  await app.page.locator(".grid__body [role=row]").first().waitFor();
  return app;
}

// The serial numbers on the screen, once there are as many as expected.
async function serials(app, count) {
  await app.page.locator(`[role=grid][aria-rowcount="${count + 1}"]:not([aria-busy=true])`).waitFor();
  return app.page.locator(".grid__body [role=rowheader], .grid__body .col-serial").allTextContents();
}

const button = (app, name) => app.page.getByRole("button", { name });

test("with 10,000 tokens, a jump to the last shows the right one, and back", async () => {
  const app = await review(table(10_000));
  await app.page.getByRole("grid").focus();
  await app.page.keyboard.press("Control+End");
  await app.page.getByText("T009999", { exact: true }).waitFor();
  await app.page.keyboard.press("Control+Home");
  await app.page.getByText("T000000", { exact: true }).waitFor();
  const drawn = await app.page.locator(".grid__body [role=row]").count();
  assert.ok(drawn < 100, `${drawn} rows are drawn`);
  await app.close();
});

test("findings are shown where they are, filtered and sorted", async () => {
  const app = await review(MIXED);
  await app.audit();
  assert.equal((await serials(app, 5)).length, 5);
  await button(app, /^Errors/).click();
  assert.equal((await serials(app, 3)).length, 3);
  await button(app, /^All/).click();
  await button(app, /^Serial number/).click();
  await app.page.locator("[aria-sort=ascending]").waitFor();
  assert.deepEqual((await serials(app, 5)).map((text) => text.trim()).filter((text) => /^\d+$/.test(text)), ["1001", "1002", "1003", "1003"]);
  await app.page.getByLabel("Search tokens").fill("1002");
  assert.deepEqual((await serials(app, 1)).map((text) => text.trim()), ["1002"]);
  await app.close();
});

test("a token's findings are explained beside the table, and its seed is shown only on request", async () => {
  const app = await review(table(3));
  const seed = base32(seedOf("T000001"));
  const text = () => app.page.locator("body").textContent();
  await app.page.getByText("T000001", { exact: true }).click();
  await app.screen("details");
  await app.audit();
  assert.ok(!(await text()).includes(seed));
  await button(app, "Reveal seed").click();
  await button(app, "Hide").waitFor();
  assert.ok((await text()).replace(/\s/g, "").includes(seed));
  await button(app, "Hide").click();
  await button(app, "Reveal seed").waitFor();
  assert.ok(!(await text()).replace(/\s/g, "").includes(seed));
  await app.page.keyboard.press("Escape");
  await app.screen("review");
  await app.close();
});

test("a revealed seed hides itself after its time", async () => {
  const app = await openApp({ prepare: (page) => page.clock.install() });
  await app.drop([table(3)]);
  await app.screen("review");
  await app.page.getByText("T000001", { exact: true }).click();
  await button(app, "Reveal seed").click();
  await app.page.getByRole("timer").waitFor();
  await app.page.clock.runFor(21_000);
  await button(app, "Reveal seed").waitFor();
  assert.ok(!(await app.page.locator("body").textContent()).replace(/\s/g, "").includes(base32(seedOf("T000001"))));
  await app.close();
});

test("tokens are selected, removed and put back", async () => {
  const app = await review(table(5));
  await app.page.getByLabel("Select row T000001").click();
  await app.page.getByLabel("Select row T000003").click({ modifiers: ["Shift"] });
  await button(app, "Remove 3 tokens").click();
  assert.deepEqual((await serials(app, 2)).map((text) => text.trim()), ["T000000", "T000004"]);
  await button(app, "Undo").click();
  assert.equal((await serials(app, 5)).length, 5);
  await app.close();
});

test("the whole job by keyboard: open, look, select, remove, export, close", async () => {
  const app = await review(table(5));
  const press = (...keys) => keys.reduce((before, key) => before.then(() => app.page.keyboard.press(key)), Promise.resolve());
  await app.page.getByRole("grid").focus();
  await press("ArrowDown", "ArrowDown", "Space", "Shift+Space");
  await press("Control+a");
  await button(app, "Remove 5 tokens").waitFor();
  await press("Enter");
  await app.screen("details");
  await press("Escape");
  await app.screen("review");
  await button(app, "Clear selection").focus();
  await press("Enter");
  await button(app, "Export…").focus();
  await press("Enter");
  await app.screen("export");
  await press("Escape");
  await app.screen("review");
  await button(app, "Close batch…").focus();
  await press("Enter");
  await app.page.getByRole("dialog").waitFor();
  await press("Escape");
  await app.page.getByRole("dialog").waitFor({ state: "hidden" });
  assert.equal(await button(app, "Close batch…").evaluate((element) => element === document.activeElement), true, "focus returns");
  await press("Enter");
  await button(app, "Close batch").last().click();
  await app.screen("start");
  await app.close();
});

for (const width of [320, 768]) {
  test(`at ${width} pixels nothing is cut off and nothing scrolls sideways`, async () => {
    const app = await review(MIXED);
    await app.page.setViewportSize({ width, height: 700 });
    await app.audit();
    const sideways = await app.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(sideways, 0);
    await app.close();
  });
}
