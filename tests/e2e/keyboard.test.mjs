// Managing tokens with the keyboard alone: policy, sheets and labels, changes, activation and replacement, in the demo tenant.

import assert from "node:assert/strict";
import { test } from "node:test";
import { table } from "./deliveries.mjs";
import { choose, close, press, reach, type, withKeyboard } from "./keyboard.mjs";

const button = (app, name) => app.page.getByRole("button", { name, exact: true });
const area = (app, name) => app.page.getByRole("navigation", { name: "Areas" }).getByRole("button", { name, exact: true });
const says = (app, text) => app.page.getByText(text).first().waitFor();

/** In an area of the demo tenant. */
async function demo(where, screen, options) {
  const app = await withKeyboard(options);
  await press(app, button(app, "Try the demo tenant"));
  await app.page.getByText("DEMO.", { exact: true }).waitFor();
  await press(app, area(app, where));
  await app.screen(screen);
  return app;
}

/** Waits for the end of what was confirmed, and leaves it. */
async function leave(app, screen) {
  await button(app, "Done").waitFor({ timeout: 60_000 });
  await press(app, button(app, "Done"));
  await app.screen(screen);
}

test("a mouse that takes part is told of", async () => {
  const app = await withKeyboard();
  await button(app, "Try the demo tenant").click();
  await assert.rejects(close(app), /a mouse was used/);
});

test("the policy is read, disabled after a question, and enabled", async () => {
  const app = await demo("Policy", "policy");
  await press(app, button(app, "Show names of groups"));
  await says(app, "Finance guests and leavers");
  await press(app, button(app, "Ask for the permission to change this"));
  await press(app, button(app, "Disable…"));
  const dialog = app.page.getByRole("dialog");
  await dialog.waitFor();
  await app.audit();
  // The question holds the focus, and Escape is a no.
  await reach(app, dialog.getByRole("button", { name: "Cancel" }));
  await app.page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await says(app, "People of the groups below can register hardware tokens");
  await press(app, button(app, "Disable…"));
  await press(app, dialog.getByRole("button", { name: "Disable", exact: true }));
  await says(app, "Nobody can register a hardware token or sign in with one.");
  await app.audit();
  await press(app, button(app, "Enable"));
  await says(app, "People of the groups below can register hardware tokens");
  await close(app);
});

test("sheets and labels are chosen, worded and printed", async () => {
  const app = await demo("Inventory", "inventory", {
    prepare: (page) => page.addInitScript(() => { globalThis.print = () => { globalThis.printed = (globalThis.printed ?? 0) + 1; }; }),
  });
  await app.page.locator(".summary-line").getByText("62 of 62 shown").waitFor();
  await type(app, app.page.getByRole("searchbox"), "7135840");
  await says(app, /^10 of 62 shown/);
  await press(app, app.page.getByRole("grid"), "Control+a");
  await says(app, /10 selected/);
  await press(app, button(app, "Sheets and labels…"));
  await app.screen("policy");
  await says(app, "For 4 tokens of the inventory. Left out, because nobody has them: 6.");
  await type(app, app.page.getByLabel("Whom to ask"), "extension 4711");
  await app.page.keyboard.press("Tab");
  await says(app, "Help desk: extension 4711");
  await press(app, button(app, "Print 4 sheets"));
  await press(app, button(app, "A label each"), "Space");
  await button(app, "Print 4 labels").waitFor();
  await app.audit();
  await press(app, button(app, "Print 4 labels"));
  assert.equal(await app.page.evaluate(() => globalThis.printed), 2);
  // What will be printed can be scrolled through.
  await reach(app, app.page.getByRole("group", { name: "As it will be printed" }));
  await press(app, button(app, "Use the open seed file instead"));
  await says(app, "Open a seed file whose tokens have users");
  await close(app);
});

test("every property of tokens that nobody has is changed", async () => {
  const app = await demo("Inventory", "inventory");
  await app.page.locator(".summary-line").getByText("62 of 62 shown").waitFor();
  await type(app, app.page.getByRole("searchbox"), "7135840");
  await says(app, /^10 of 62 shown/);
  await press(app, app.page.getByRole("grid"), "Control+a");
  await press(app, button(app, "Change…"));
  await app.screen("work-edit");
  await press(app, button(app, "Go on"));
  await says(app, "Nothing is to be changed.");
  await app.audit();
  await type(app, app.page.getByLabel("Manufacturer"), "Contoso");
  await type(app, app.page.getByLabel("Model"), "C100");
  await choose(app, app.page.getByLabel("Time interval"), "30 s");
  await choose(app, app.page.getByLabel("Hash function"), "SHA-256");
  await type(app, app.page.getByLabel("Display name"), "Spare");
  await app.page.keyboard.press("Enter");
  await app.screen("work-confirm");
  await press(app, button(app, "Change 6 tokens"));
  await leave(app, "inventory");
  await type(app, app.page.getByRole("searchbox"), "C100");
  await says(app, /^6 of 62 shown/);
  await press(app, app.page.getByRole("grid"), "Home");
  await app.page.keyboard.press("Enter");
  const panel = app.page.getByRole("region", { name: /^Token 7135840/ });
  for (const text of ["Contoso", "C100", "30 s", "SHA-256", "Spare"]) await panel.getByText(text, { exact: true }).waitFor();
  await close(app);
});

test("a caller's token is activated by the code, and a lost one replaced", async () => {
  const app = await demo("Help desk", "desk");
  const box = app.page.locator("#desk-input");
  await type(app, box, "71358412");
  await app.page.keyboard.press("Enter");
  await app.page.getByRole("heading", { name: "71358412" }).waitFor();
  await press(app, button(app, "Activate with code: token 71358412"));
  // The field of the form has the focus already.
  const code = app.page.getByLabel("Code that it shows");
  await app.page.waitForFunction(() => document.activeElement?.getAttribute("inputmode") === "numeric");
  await app.page.keyboard.type("12345");
  await app.page.keyboard.press("Enter");
  await app.page.locator("#desk-problem").getByText(/A code has 6 digits/).waitFor();
  await app.audit();
  await type(app, code, "004512");
  await app.page.keyboard.press("Enter");
  await app.screen("work-confirm");
  await press(app, button(app, "Activate token 71358412"));
  await leave(app, "desk");
  const token = app.page.locator(".desk__token", { hasText: "71358412" });
  await token.getByText("Activated").waitFor();
  await press(app, button(app, "Replace lost token 71358412"));
  await type(app, app.page.getByLabel("Serial number of the new token"), "71358401");
  await type(app, code, "012345");
  await press(app, button(app, "Replace…"));
  await app.screen("work-confirm");
  await says(app, "71358412 → 71358401");
  await app.audit();
  await press(app, button(app, "Replace token 71358412"));
  await button(app, "Done").waitFor({ timeout: 60_000 });
  await app.audit();
  await leave(app, "desk");
  await app.page.getByRole("heading", { name: "71358401" }).waitFor();
  await press(app, button(app, "Close"));
  await app.page.getByRole("heading", { name: "71358401" }).waitFor({ state: "detached" });
  await close(app);
});
