// The dialog about the page: reachable from every screen, by keyboard, with the sums that were published.

import assert from "node:assert/strict";
import { test } from "node:test";
import { table } from "./deliveries.mjs";
import { openApp } from "./harness.mjs";
import { publishedSums } from "./server.mjs";

const about = (app) => app.page.getByRole("dialog", { name: "About Seedferry" });
const opener = (app) => app.page.getByRole("button", { name: "About", exact: true });

async function opened(options) {
  const app = await openApp(options);
  await app.screen("start");
  await opener(app).focus();
  await app.page.keyboard.press("Enter");
  await about(app).waitFor();
  return app;
}

test("the sums it shows are those of the running files, as published", async () => {
  const app = await opened();
  await app.audit("about");
  const shown = (await about(app).locator(".about__sums").textContent()).trim().split("\n").map((line) => line.split("  ").reverse());
  const published = await publishedSums();
  for (const [name, sum] of shown) assert.equal(sum, published[name], name);
  // What answers after a sign-in runs in a page of its own.
  const running = app.server.requests.map((path) => path.slice(1)).filter((name) => /-[0-9a-f]{12,}/.test(name) && !name.startsWith("redirect-"));
  assert.deepEqual(shown.map(([name]) => name).sort(), [...new Set(running)].sort());
  await app.page.keyboard.press("Escape");
  await about(app).waitFor({ state: "hidden" });
  assert.equal(await app.page.evaluate(() => document.activeElement.title), "About");
  await app.close();
});

test("it says whether the browser keeps the page, and when it is wiped", async () => {
  const app = await openApp();
  await app.screen("start");
  await app.kept();
  await app.page.getByLabel("When nobody uses this page").selectOption("Wipe after 5 min idle");
  await opener(app).click();
  await about(app).getByText("This browser keeps it").waitFor();
  await about(app).getByText("Everything is wiped after 5 minutes.").waitFor();
  await app.close();
});

test("it opens over the work, at every width, and leaves it as it was", async () => {
  const app = await openApp();
  await app.screen("start");
  await app.drop([table(3)]);
  await app.screen("review");
  for (const width of [320, 1280]) {
    await app.page.setViewportSize({ width, height: 700 });
    await opener(app).click();
    const box = await about(app).boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= width && box.y >= 0 && box.y + box.height <= 700, JSON.stringify(box));
    assert.equal(await app.page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
    await about(app).getByRole("button", { name: "Close" }).click();
    await about(app).waitFor({ state: "hidden" });
  }
  assert.equal(await app.screen(), "review");
  await app.close();
});

test("the page in one file tells how to compute its sum", async () => {
  const app = await opened({ mode: "file" });
  await about(app).getByText("sha256sum seedferry.html").waitFor();
  assert.equal(await about(app).locator(".about__sums").count(), 0);
  await app.close();
});
