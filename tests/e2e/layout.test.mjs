// Tables with columns of one's own: built from nothing, moved in every way, saved, loaded and used.

import assert from "node:assert/strict";
import { test } from "node:test";
import { seedOf, table } from "./deliveries.mjs";
import { openApp } from "./harness.mjs";
import { SEAL_PASSWORD, sealsAsZip } from "./seal.mjs";

const button = (app, name) => app.page.getByRole("button", { name, exact: true });
const field = (app, name) => app.page.getByLabel(name, { exact: true });

async function exporting(target, options) {
  const app = await openApp(options);
  await app.drop([table(3)]);
  await app.screen("review");
  await button(app, "Export…").click();
  await app.page.getByRole("radio", { name: target }).check();
  await app.page.locator(".column-item").first().waitFor({ state: "attached" });
  // The preview comes last, and moves what stands above and below.
  await app.page.locator(".mapping__preview th").first().waitFor({ state: "attached" });
  return app;
}

const list = (app, name) => app.page.getByRole("combobox", { name, exact: true });

const names = (app) => app.page.locator(".column-item__name").evaluateAll((fields) => fields.map((field) => field.value));
const preview = (app) => app.page.locator(".mapping__preview th").allTextContents();

/** Waits until the preview, which comes from the vault, has these columns. */
async function shows(app, expected) {
  await app.page.waitForFunction((wanted) =>
    JSON.stringify([...document.querySelectorAll(".mapping__preview th")].map((head) => head.textContent)) === wanted, JSON.stringify(expected))
    .catch(async () => assert.deepEqual(await preview(app), expected));
  assert.deepEqual(await names(app), expected);
}

const saved = async (app, name) => (await app.saved(name)).text;

const rename = async (app, number, name) => {
  await field(app, `Name of column ${number}`).fill(name);
  await field(app, `Name of column ${number}`).press("Tab");
};

async function built() {
  const app = await exporting(/^Custom CSV/);
  while ((await names(app)).length > 0) {
    const count = (await names(app)).length;
    await button(app, `Remove column ${count}`).click();
    await app.page.waitForFunction((left) => document.querySelectorAll(".column-item").length === left, count - 1);
  }
  await app.page.locator(".layout").getByRole("alert").locator("span").first().waitFor();
  for (const [number, name, content] of [[1, "Serial", "serial number"], [2, "Key", "seed"], [3, "Algorithm", "hash function"], [4, "Site", "fixed text"]]) {
    await button(app, "Add column").click();
    await field(app, `Name of column ${number}`).waitFor();
    await list(app, `Content of column ${number}`).selectOption({ label: content });
    await rename(app, number, name);
  }
  await field(app, "Text in every row of column 4").fill("Kiel");
  await field(app, "Text in every row of column 4").press("Tab");
  await shows(app, ["Serial", "Key", "Algorithm", "Site"]);
  return app;
}

test("a table is built from nothing, by mouse, keyboard and touch, and used", async () => {
  const app = await built();
  await app.page.getByText("Spelling of column 3").click();
  await button(app, "Add value").click();
  await field(app, "Value 1").fill("sha1");
  await field(app, "Word for value 1").fill("HMAC-SHA-1");
  await field(app, "Word for value 1").press("Tab");
  await app.page.locator(".mapping__preview").getByText("HMAC-SHA-1").first().waitFor();
  // By keyboard: the focus goes with the column.
  await field(app, "Name of column 4").focus();
  await app.page.keyboard.press("Alt+ArrowUp");
  await shows(app, ["Serial", "Key", "Site", "Algorithm"]);
  assert.equal(await app.page.evaluate(() => document.activeElement.ariaLabel), "Move column 3 up");
  await app.page.keyboard.press("Enter");
  await shows(app, ["Serial", "Site", "Key", "Algorithm"]);
  // By mouse.
  await drag(app, 1, 3);
  await shows(app, ["Site", "Key", "Serial", "Algorithm"]);
  // What is typed when a column moves goes with it.
  await field(app, "Name of column 2").fill("Secret");
  await app.page.keyboard.press("Alt+ArrowUp");
  await shows(app, ["Secret", "Site", "Serial", "Algorithm"]);
  await list(app, "Delimiter").selectOption({ label: "Semicolon" });
  await list(app, "Quotation marks").selectOption({ label: "Always" });
  await list(app, "Seeds as").selectOption({ label: "Hex" });
  await list(app, "Line ending").selectOption({ label: "LF, as Unix has it" });
  const text = await app.page.locator(".mapping__preview").textContent();
  const hex = seedOf("T000000").toString("hex").toUpperCase();
  assert.ok(text.includes("••••••••") && !text.includes(hex), "seeds are masked");
  await app.audit("export");
  const name = await app.page.locator(".part__name").textContent();
  const rows = (await saved(app, `Save ${name}`)).split("\n");
  assert.equal(rows[0], '"Secret";"Site";"Serial";"Algorithm"');
  assert.equal(rows[1], `"${hex}";"Kiel";"T000000";"HMAC-SHA-1"`);
  assert.equal(rows.length, 5);
  await app.close();
});

async function drag(app, from, to) {
  const grip = (number) => app.page.locator(".column-item__grip").nth(number - 1).boundingBox();
  await app.page.locator(".column-item__grip").nth(to - 1).scrollIntoViewIfNeeded();
  const [start, end] = [await grip(from), await grip(to)];
  await app.page.mouse.move(start.x + 5, start.y + 5);
  await app.page.mouse.down();
  await app.page.mouse.move(end.x + 5, end.y + end.height + 8, { steps: 5 });
  await app.page.locator(".column-item--after").waitFor();
  await app.page.mouse.up();
}

test("a finger drags a column", async () => {
  const app = await exporting(/^Custom CSV/);
  const before = await names(app);
  await app.page.locator(".column-item__grip").nth(1).scrollIntoViewIfNeeded();
  const [first, second] = [await app.page.locator(".column-item__grip").nth(0).boundingBox(), await app.page.locator(".column-item__grip").nth(1).boundingBox()];
  const session = await app.context.newCDPSession(app.page);
  const touch = (type, y) => session.send("Input.dispatchTouchEvent", { type, touchPoints: type === "touchEnd" ? [] : [{ x: first.x + 5, y }] });
  await session.send("Emulation.setTouchEmulationEnabled", { enabled: true });
  await touch("touchStart", first.y + 5);
  await touch("touchMove", second.y + 5);
  await touch("touchMove", second.y + second.height + 8);
  await app.page.locator(".column-item--after").waitFor();
  await touch("touchEnd");
  await shows(app, [before[1], before[0], ...before.slice(2)]);
  await app.close();
});

test("a layout is saved as JSON, loaded again, and taken back", async () => {
  const app = await built();
  await field(app, "Name of the layout").fill("Kiel's table");
  await field(app, "Name of the layout").press("Tab");
  const text = await saved(app, "Save layout");
  assert.deepEqual(JSON.parse(text).layout.columns.map((column) => column.name), ["Serial", "Key", "Algorithm", "Site"]);
  await button(app, "Undo all changes").click();
  await app.page.waitForFunction(() => document.querySelector(".column-item__name").value !== "Serial");
  const load = (bytes) => app.choose([{ name: "layout.json", bytes }], '.layout input[type="file"]');
  await load("{}");
  await app.page.getByText("Nothing was changed").waitFor();
  await load(text);
  await shows(app, ["Serial", "Key", "Algorithm", "Site"]);
  await load(text.replace('"version": 3', '"version": 4'));
  await app.page.getByText("Version 4 of layouts is not supported").waitFor();
  await app.close();
});

test("a layout that was saved sealed is loaded again, once its password was typed", async () => {
  const app = await built();
  await sealsAsZip(app);
  const { name, bytes } = await app.saved("Save layout");
  assert.equal(name, "seedferry-layout.json.zip");
  await button(app, "Undo all changes").click();
  await app.page.waitForFunction(() => document.querySelector(".column-item__name").value !== "Serial");
  await app.choose([{ name, bytes }], '.layout input[type="file"]');
  await app.screen("ask-zip-password");
  await app.page.locator("#ask-input").fill(SEAL_PASSWORD);
  await app.page.locator("#ask-input").press("Enter");
  await app.screen("export");
  await shows(app, ["Serial", "Key", "Algorithm", "Site"]);
  await app.close();
});

test("a ready-made layout is a beginning", async () => {
  const app = await exporting(/^Custom CSV/);
  await list(app, "Begin with").selectOption({ label: "multiOTP" });
  await app.page.waitForFunction(() => document.querySelectorAll(".column-item").length === 6);
  assert.equal(await list(app, "Delimiter").evaluate((select) => select.selectedOptions[0].text), "Semicolon");
  assert.equal(await list(app, "For tokens").evaluate((select) => select.selectedOptions[0].text), "Of both types");
  // All tokens are time-based.
  await list(app, "For tokens").selectOption({ label: "Event-based only" });
  await app.page.getByText("Nothing to write with these options.").waitFor();
  await list(app, "For tokens").selectOption({ label: "Time-based only" });
  await app.page.locator(".part__name").waitFor();
  await app.close();
});

test("the columns of a proposed layout are changed, and the change is kept", async () => {
  const app = await exporting(/^Okta/i);
  await app.page.getByText("Change the columns", { exact: true }).click();
  await rename(app, 1, "Serial No");
  await app.page.locator(".mapping__preview th").getByText("Serial No").waitFor();
  await button(app, "Close export").click();
  await button(app, "Export…").click();
  await app.page.getByRole("radio", { name: /^Okta/i }).check();
  await app.page.getByText("Change the columns", { exact: true }).click();
  assert.equal(await field(app, "Name of column 1").inputValue(), "Serial No");
  await app.close();
});
