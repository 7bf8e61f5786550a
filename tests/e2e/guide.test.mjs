// The guide through Graph Explorer: its links, its copies, its ticks, and the clipboard that is cleared on leaving.

import assert from "node:assert/strict";
import { test } from "node:test";
import { table } from "./deliveries.mjs";
import { openApp } from "./harness.mjs";

const DEVICES = "directory%2FauthenticationMethodDevices%2FhardwareOathDevices";
const link = (request, method) =>
  `https://developer.microsoft.com/graph/graph-explorer?request=${request}&method=${method}&version=beta&GraphUrl=https://graph.microsoft.com`;
const filter = (serial) => `${DEVICES}%3F%24filter%3DserialNumber%20eq%20%27${serial}%27`;

const button = (app, name) => app.page.getByRole("button", { name });
const clipboard = (app) => app.page.evaluate(() => navigator.clipboard.readText());
const seeds = (app) => app.page.getByText("The clipboard holds seeds.");

async function guided(file = table(3)) {
  const app = await openApp({ mode: "meta" });
  await app.drop([file]);
  await app.screen("review");
  await button(app, "Export…").click();
  await app.screen("export");
  await button(app, "Guide me through Graph Explorer").click();
  await app.screen("guide");
  return app;
}

test("links carry method and URL, never the body, and opening the guide asks no host", async () => {
  const app = await guided();
  await app.audit();
  const links = await app.page.locator(".guide a").evaluateAll((all) => all.map((a) => [a.getAttribute("href"), a.target, a.rel]));
  const expected = ["https://developer.microsoft.com/graph/graph-explorer", link(DEVICES, "PATCH"), link(DEVICES, "GET"),
    link(filter("T000000"), "GET"), link(filter("T000002"), "GET")];
  assert.deepEqual(links, expected.map((href) => [href, "_blank", "noopener noreferrer"]));
  await app.close();
});

test("copies without seeds raise no bar; a body does, until the guide is left", async () => {
  const app = await guided();
  await button(app, "Copy permission name").click();
  await app.page.getByText("Copied. It holds no seeds").waitFor();
  assert.equal(await clipboard(app), "Policy.ReadWrite.AuthenticationMethod");
  assert.equal(await seeds(app).count(), 0);
  await button(app, "Copy entra-tokens.json").click();
  await seeds(app).waitFor();
  assert.equal(JSON.parse(await clipboard(app)).value.length, 3);
  await button(app, "Leave the guide").click();
  await app.screen("export");
  await seeds(app).waitFor({ state: "hidden" });
  assert.equal(await clipboard(app), "");
  await app.close();
});

test("whatever takes the guide away clears the clipboard in that press", async () => {
  const ways = [
    ["Export…", "Export…", "review"],
    ["Close batch…", "Close batch", "start"],
  ];
  for (const [first, last, screen] of ways) {
    const app = await guided();
    await button(app, "Copy entra-tokens.json").click();
    await seeds(app).waitFor();
    await button(app, first).click();
    if (last !== first) {
      await app.page.getByRole("dialog").getByRole("button", { name: last }).click();
    }
    await app.screen(screen);
    await seeds(app).waitFor({ state: "hidden" });
    assert.equal(await clipboard(app), "", `after ${last}`);
    await app.close();
  }
});

test("what covers the guide takes seeds off the clipboard, and leaves there what is not from here", async () => {
  const app = await guided();
  await app.page.evaluate(() => navigator.clipboard.writeText("of somebody else"));
  await button(app, "Check codes…").click();
  await app.screen("check");
  assert.equal(await clipboard(app), "of somebody else");
  await button(app, "Check codes…").click();
  await app.screen("guide");
  await button(app, "Copy entra-tokens.json").click();
  await seeds(app).waitFor();
  await button(app, "Check codes…").click();
  await app.screen("check");
  await seeds(app).waitFor({ state: "hidden" });
  assert.equal(await clipboard(app), "");
  await app.close();
});

test("several bodies are handed over one after another by copying, each telling that it was", async () => {
  const app = await openApp({ mode: "meta" });
  await app.drop([table(120)]);
  await app.screen("review");
  await button(app, "Export…").click();
  await app.screen("export");
  await app.page.getByLabel("Split into bodies").selectOption("50");
  await button(app, "Guide me through Graph Explorer").click();
  await app.screen("guide");
  await app.page.getByText("There are 3 bodies.").waitFor();
  const next = app.page.locator(".part-list .button--primary");
  for (const [number, tokens] of [[1, 50], [2, 50], [3, 20]]) {
    const name = `entra-tokens-${number}-of-3.json`;
    await app.page.locator(`.part-list .button--primary[aria-label="Copy ${name}"]`).waitFor();
    assert.equal(await next.count(), 1, "one stands out");
    await next.click();
    await app.page.locator(".part", { hasText: name }).getByText("Copied").waitFor();
    assert.equal(JSON.parse(await clipboard(app)).value.length, tokens);
  }
  await next.waitFor({ state: "detached" });
  await app.audit();
  await app.close();
});

test("what Graph Explorer took stays known when the rest is split anew", async () => {
  const app = await guided(table(120));
  const split = app.page.getByLabel("Split into bodies");
  await split.selectOption("50");
  const tick = (name) => app.page.getByLabel(`Answered with 200 or 201: ${name}`);
  await tick("entra-tokens-1-of-3.json").check();
  await split.selectOption("100");
  await tick("entra-tokens-done.json").waitFor();
  assert.ok(await tick("entra-tokens-done.json").isChecked());
  assert.ok(!await tick("entra-tokens.json").isChecked());
  await app.page.locator('.part-list .button--primary[aria-label="Copy entra-tokens.json"]').waitFor();
  await app.audit();
  await button(app, "Leave the guide").click();
  await app.screen("export");
  await app.page.getByText("entra-tokens-done.json").waitFor();
  await app.close();
});

test("a page for a national cloud offers no guide, and says what to do instead", async () => {
  // As `cargo xtask dist --cloud china` writes it.
  const app = await openApp({ mode: "meta", edit: (html) => html.replace(/data-cloud="[a-z0-9-]+"/, 'data-cloud="china"') });
  await app.drop([table(3)]);
  await app.screen("review");
  await button(app, "Export…").click();
  await app.screen("export");
  await app.page.getByText("exist in the global cloud alone. In the cloud China (21Vianet) take Entra CSV instead").waitFor();
  assert.equal(await button(app, "Guide me through Graph Explorer").count(), 0);
  await app.close();
});

test("steps are ticked by keyboard, and stay ticked when the guide is left with Esc", async () => {
  const app = await guided();
  assert.equal(await app.page.evaluate(() => document.activeElement.id), "guide-title");
  await app.page.getByLabel("Done: Sign in to Graph Explorer").focus();
  await app.page.keyboard.press("Space");
  await app.page.getByText("1 of 9 steps done").waitFor();
  await app.page.keyboard.press("Escape");
  await app.screen("export");
  await button(app, "Guide me through Graph Explorer").click();
  await app.page.getByText("1 of 9 steps done").waitFor();
  await app.close();
});

test("on a narrow screen nothing is cut off at the side", async () => {
  const app = await guided();
  await app.page.setViewportSize({ width: 320, height: 640 });
  const overflow = await app.page.locator(".panel__body").evaluate((body) => body.scrollWidth - body.clientWidth);
  assert.equal(overflow, 0);
  await app.audit();
  await app.close();
});
