// The page in one file, opened from the disk without network. Its whole journey is in privacy.test.mjs.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { PASSWORD, SERIALS } from "./deliveries.mjs";
import { openApp } from "./harness.mjs";

const FILE = new URL("../../dist-single/seedferry.html", import.meta.url);

test("one file refers to no other", async () => {
  const html = await readFile(FILE, "utf8");
  assert.match(html, /connect-src 'none'/);
  assert.doesNotMatch(html, /<(link|script|img)[^>]* (src|href)="(?!data:)/);
});

test("from the disk, a sample opens, and nothing is asked for", async () => {
  const app = await openApp({ mode: "file" });
  await app.screen("start");
  await app.page.getByRole("button", { name: "Open sample shipment-4711-aes.zip" }).click();
  await app.screen("ask-zip-password");
  await app.page.locator("#ask-input").fill(PASSWORD);
  await app.page.keyboard.press("Enter");
  await app.screen("review");
  await app.page.getByText(SERIALS[0], { exact: true }).waitFor();
  const asked = app.requests.filter((request) => !/ (blob|data):/.test(request));
  assert.deepEqual(asked, [`GET ${FILE.href}`]);
  await app.close();
});

test("it says why it has no sign-in", async () => {
  const app = await openApp({ mode: "file" });
  await app.page.getByRole("button", { name: "Sign in…" }).click();
  await app.screen("sign-in");
  await app.page.getByText("This is Seedferry in one file. Its policy forbids every request").waitFor();
  await app.audit();
  await app.page.keyboard.press("Escape");
  await app.screen("start");
  await app.close();
});

const ATTACKS = {
  "a fetch": () => fetch("http://127.0.0.1:9/"),
  "a script of another": () => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.append("globalThis.ran = true");
    document.head.append(script);
    if (globalThis.ran) resolve(); else reject(new Error("did not run"));
  }),
};

for (const [what, attack] of Object.entries(ATTACKS)) {
  test(`from the disk, the policy forbids ${what}`, async () => {
    const app = await openApp({ mode: "file", expectTrouble: true });
    await app.screen("start");
    await assert.rejects(app.page.evaluate(attack));
    while (app.violations.length === 0) await app.page.evaluate(() => new Promise(requestAnimationFrame));
    await app.close();
  });
}
