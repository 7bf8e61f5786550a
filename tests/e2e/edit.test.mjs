// Putting a batch right: editing in the table and beside it, setting a field, users by a list, duplicates, undo and redo.

import assert from "node:assert/strict";
import { test } from "node:test";
import { base32, csv, seedOf, table } from "./deliveries.mjs";
import { openApp } from "./harness.mjs";

const HEADER = "upn,serial number,secret key,time interval,manufacturer,model";
const row = (serial, { seed = base32(seedOf(serial)), interval = 60, model = "Classic", upn = "" } = {}) =>
  `${upn},${serial},${seed},${interval},Deepnet,${model}`;
const BATCH = csv([HEADER, row("1001"), row("1002"), row("1003", { interval: "soon" })]);
const OTHER_SEED = base32(seedOf("another"));

async function review(file = BATCH) {
  const app = await openApp();
  await app.drop([file]);
  await app.screen("review");
  await app.page.locator(".grid__body [role=row]").first().waitFor();
  return app;
}

const button = (app, name) => app.page.getByRole("button", { name, exact: typeof name === "string" });
const cell = (app, index, column) => app.page.locator(`#row-${index} .col-${column}`);
const says = (app, index, column, text) => cell(app, index, column).getByText(text, { exact: true }).first().waitFor();
const press = async (app, ...keys) => { for (const key of keys) await app.page.keyboard.press(key); };

test("a cell is edited by keyboard, refused with a reason, taken back and done again", async () => {
  const app = await review();
  await app.page.getByRole("grid").focus();
  await press(app, "ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "Enter");
  const field = app.page.getByLabel("New time interval");
  await field.waitFor();
  await field.fill("never");
  await press(app, "Enter");
  await app.page.getByRole("alert").getByText(/“never” is no whole number of seconds/).waitFor();
  assert.equal(await field.inputValue(), "never", "the text stays");
  await app.audit("review");
  await field.fill("30");
  await press(app, "Enter");
  await says(app, 2, "interval", "30 s");
  assert.match(await cell(app, 2, "interval").textContent(), /edited/);
  assert.equal(await app.page.getByRole("grid").evaluate((grid) => grid === document.activeElement), true, "the focus is back");
  await button(app, /^Errors/).getByText("0").waitFor();
  await press(app, "Control+z");
  await button(app, /^Errors/).getByText("1").waitFor();
  await press(app, "Control+y");
  await button(app, /^Errors/).getByText("0").waitFor();
  await press(app, "Control+z", "Control+Shift+z");
  await button(app, /^Undo: change the time interval of 1003/).waitFor();
  await press(app, "F2", "Escape");
  await button(app, /^Undo/).click();
  await button(app, /^Redo: change the time interval/).click();
  await says(app, 2, "interval", "30 s");
  await app.close();
});

test("a double click edits the cell that was meant, though the details open and the table moves", async () => {
  const app = await review();
  await cell(app, 1, "model").dblclick();
  await app.page.getByLabel("New model").fill("Eco");
  await press(app, "Enter");
  await button(app, /^Undo: change the model of 1002/).waitFor();
  await app.screen("details");
  await app.page.locator(".panel").getByText("Eco").waitFor();
  await press(app, "Escape");
  await app.screen("review");
  await slowDoubleClick(app, cell(app, 0, "serial"));
  await app.page.getByLabel("New serial number").fill("0001");
  await press(app, "Enter");
  await says(app, 0, "serial", "0001");
  await press(app, "Escape");
  await app.screen("review");
  await slowDoubleClick(app, cell(app, 2, "upn"));
  await app.page.getByLabel("New UPN").fill("helga@contoso.com");
  await press(app, "Enter");
  await says(app, 2, "upn", "helga@contoso.com");
  await app.close();
});

/** The second press comes when the first has opened the details and moved what is under the pointer. */
async function slowDoubleClick(app, target) {
  const { x, y, width, height } = await target.boundingBox();
  const [column, line] = [x + width - 4, y + height / 2];
  await app.page.mouse.move(column, line);
  for (const clickCount of [1, 2]) {
    await app.page.mouse.down({ clickCount });
    await app.page.mouse.up({ clickCount });
    await app.screen("details");
  }
  assert.equal(await app.page.evaluate(([x, y]) => document.elementFromPoint(x, y).closest(".grid__body"), [column, line]), null, "the control: the table moved");
}

test("the details edit every field, accept an assumption, and replace a seed without showing it", async () => {
  const app = await review();
  await cell(app, 0, "serial").click();
  await app.screen("details");
  await button(app, "Accept the assumed hash function").click();
  await button(app, /^Undo: accept the hash function of 1001/).waitFor();
  await button(app, "Edit UPN").click();
  await app.page.getByLabel("New UPN").fill("helga@contoso.com");
  await app.audit("details");
  await button(app, "Take the value").click();
  await app.page.locator(".panel").getByText("helga@contoso.com").waitFor();
  await button(app, "Edit assignTo").click();
  await app.page.getByLabel("New assignTo").fill("helga@contoso.com");
  await press(app, "Enter");
  await app.page.locator(".panel").getByRole("alert").getByText(/no object id/).waitFor();
  const id = "0cadbf92-3b4e-4c5a-8d2e-5f6a7b8c9d0e";
  await app.page.getByLabel("New assignTo").fill(id);
  await press(app, "Enter");
  await app.page.locator(".panel").getByText(id).waitFor();
  await button(app, "Edit display name").click();
  await app.page.getByLabel("New display name").fill("Card of Helga");
  await press(app, "Enter");
  await app.page.locator(".panel").getByText("Card of Helga").waitFor();
  await button(app, /^Undo: change the display name of 1001/).waitFor();
  await button(app, "Replace seed…").click();
  const field = app.page.getByLabel("New seed");
  assert.deepEqual([await field.inputValue(), await field.getAttribute("type")], ["", "password"]);
  await field.fill("0189");
  await press(app, "Enter");
  await app.page.locator(".panel").getByRole("alert").getByText(/seed/i).waitFor();
  await field.fill(OTHER_SEED);
  await press(app, "Enter");
  await app.page.getByText("This seed was typed here.").waitFor();
  assert.ok(!(await app.page.content()).includes(OTHER_SEED), "it is not echoed");
  await button(app, "Reveal seed").click();
  await button(app, "Hide").waitFor();
  assert.ok((await app.page.locator(".panel").textContent()).replace(/\s/g, "").includes(OTHER_SEED));
  await app.close();
});

test("a field is set for the selected tokens", async () => {
  const app = await review();
  await app.page.getByLabel("Select row 1001").click();
  await app.page.getByLabel("Select row 1003").click();
  await button(app, "Set field…").click();
  await app.screen("set-field");
  await app.page.getByRole("combobox", { name: "Field" }).selectOption("time interval");
  await app.page.getByLabel("New value").fill("half a minute");
  await press(app, "Enter");
  await app.page.getByRole("alert").getByText(/no whole number of seconds/).waitFor();
  await app.audit();
  await app.page.getByLabel("New value").fill("30");
  await button(app, "Set").click();
  await app.screen("review");
  await says(app, 0, "interval", "30 s");
  await says(app, 1, "interval", "60 s");
  await says(app, 2, "interval", "30 s");
  await button(app, "Set field…").click();
  await app.page.getByRole("combobox", { name: "Field" }).selectOption("number of digits");
  await button(app, "Accept what is assumed").click();
  await button(app, /^Undo: accept the number of digits of 2 tokens/).waitFor();
  await button(app, "Set field…").click();
  await app.page.getByRole("combobox", { name: "Field" }).selectOption("token type");
  await app.page.getByText(/Time interval and counter then count as not said/).waitFor();
  await app.page.getByLabel("New value").fill("HOTP");
  await button(app, "Set").click();
  await says(app, 0, "interval", "HOTP");
  await says(app, 1, "interval", "60 s");
  await button(app, /^Undo: set the token type of 2 tokens/).click();
  await says(app, 0, "interval", "30 s");
  await app.close();
});

test("where no more steps are kept, Undo says so", async () => {
  const app = await review(table(50_000));
  await button(app, "Select all shown").click();
  for (let step = 0; step <= 10; step += 1) {
    await button(app, "Set field…").click();
    await app.page.getByRole("combobox", { name: "Field" }).selectOption("model");
    await app.page.getByLabel("New value").fill(`Model ${step}`);
    await press(app, "Enter");
    await says(app, 0, "model", `Model ${step}`);
  }
  for (let step = 9; step >= 0; step -= 1) {
    await button(app, /^Undo: set the model/).click();
    await says(app, 0, "model", `Model ${step}`);
  }
  const ended = button(app, "Undo: earlier steps are not kept");
  await ended.waitFor();
  assert.equal(await ended.isDisabled(), true);
  await app.close();
});

test("users are assigned by a pasted list and by a file, after a look at what it does", async () => {
  const app = await review();
  await button(app, "Assign users…").click();
  await app.screen("users");
  await app.page.locator("#user-list").fill("a@contoso.com;1001\nb@contoso.com;7777\n");
  await button(app, "Look at the list").click();
  await app.page.getByText("Column 2 has the serial numbers, column 1 the users.").waitFor();
  await app.page.getByText("One row has a serial number that is not in this batch: 7777.").waitFor();
  await app.audit();
  const list = Buffer.from("\uFEFFserial number,upn\r\n1001,c@contoso.com\r\n1002,d@contoso.com\r\n");
  await app.choose([{ name: "users.csv", bytes: list }], ".batch-form input[type=file]");
  await app.page.getByText("users.csv: users for 2 tokens").waitFor();
  await button(app, "Assign users to 2 tokens").click();
  await app.screen("review");
  await says(app, 0, "upn", "c@contoso.com");
  await says(app, 1, "upn", "d@contoso.com");
  await button(app, /^Undo: assign users to 2 tokens/).click();
  await button(app, /^Redo: assign users to 2 tokens/).waitFor();
  assert.ok(!(await cell(app, 0, "upn").textContent()).includes("@"));
  await app.close();
});

test("of files that overlap, doubles are dropped and the right one of two seeds is kept", async () => {
  const app = await review();
  await app.drop([{ ...csv([HEADER, row("1001"), row("1002", { seed: OTHER_SEED })]), name: "more.csv" }]);
  await button(app, "Duplicates (2)…").click();
  await app.screen("duplicates");
  await app.audit();
  await button(app, "Drop 1 double").click();
  await button(app, /^Undo: drop one double/).waitFor();
  await button(app, /^Keep token 1002 of .*more\.csv/).click();
  await app.screen("review");
  await button(app, "Duplicates…").waitFor();
  await app.page.getByText("3 tokens shown", { exact: false }).first().waitFor();
  for (const name of [/^Undo: keep one/, /^Undo: drop one/, /^Undo: join more\.csv/]) await button(app, name).click();
  await button(app, /^Redo: join more\.csv/).waitFor();
  await app.page.getByText("3 tokens shown", { exact: false }).first().waitFor();
  await app.close();
});
