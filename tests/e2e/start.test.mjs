// The first screen.

import assert from "node:assert/strict";
import { test } from "node:test";
import { openApp } from "./harness.mjs";

test("the start screen is accessible in both themes", async () => {
  const app = await openApp();
  await app.screen("start");
  await app.audit();
  await app.close();
});

test("the top bar names what adds files, and gives the room to who is signed in alone", async () => {
  const app = await openApp();
  await app.screen("start");
  await app.page.getByRole("button", { name: "Try the demo tenant", exact: true }).click();
  await app.page.getByText("DEMO.", { exact: true }).waitFor();
  const label = app.page.locator(".top-bar .file-button .button__label");
  for (const [width, named] of [[1440, true], [1280, true], [900, true], [400, false]]) {
    await app.page.setViewportSize({ width, height: 800 });
    const position = await label.evaluate((element) => getComputedStyle(element).position);
    assert.equal(position !== "absolute", named, `${width} wide`);
    const wide = await app.page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= width, `${wide} on ${width}`);
  }
  await app.close();
});
