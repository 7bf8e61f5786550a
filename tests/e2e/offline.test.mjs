// The page kept by the browser: it opens without network, holds its own files and nothing else, and is changed for a newer version
// only when the user says so.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { PASSWORD, SERIALS, table } from "./deliveries.mjs";
import { openApp } from "./harness.mjs";
import { DIST, publishedSums } from "./server.mjs";

const button = (app, name) => app.page.getByRole("button", { name, exact: true });
const offer = (app) => app.page.getByText("A newer version is ready.");
const ready = async (app) => {
  await app.screen("start");
  await app.kept();
};
const version = (app) => app.page.locator("html").getAttribute("data-test-version");

async function withoutNetwork(app) {
  await app.context.setOffline(true);
  await app.server.close();
}

for (const mode of ["headers", "meta"]) {
  test(`after the first visit the page opens without network and does its job, with the policy from ${mode}`, async () => {
    const app = await openApp({ mode });
    await ready(app);
    await withoutNetwork(app);
    await app.page.reload();
    await button(app, "Open sample shipment-4711-aes.zip").click();
    await app.screen("ask-zip-password");
    await app.page.locator("#ask-input").fill(PASSWORD);
    await app.page.keyboard.press("Enter");
    await app.screen("review");
    await app.page.getByText(SERIALS[0], { exact: true }).waitFor();
    await button(app, "Export…").click();
    const download = app.page.waitForEvent("download");
    await app.save("Save entra-tokens.json");
    assert.match(await readFile(await (await download).path(), "utf8"), new RegExp(SERIALS[0]));
    await app.close();
  });
}

test("the control: without the script the page does not open without network", async () => {
  const app = await openApp({ expectTrouble: true });
  await ready(app);
  await app.page.evaluate(async () => (await navigator.serviceWorker.ready).unregister());
  await withoutNetwork(app);
  await assert.rejects(app.page.reload(), /ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED/);
  await app.close();
});

/** What all caches of the origin hold: `[name, sum]`, sorted. */
const held = (app) => app.page.evaluate(async () => {
  const entries = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const { url } of await cache.keys()) {
      const sum = await crypto.subtle.digest("SHA-256", await (await cache.match(url)).arrayBuffer());
      entries.push([url, Array.from(new Uint8Array(sum), (byte) => byte.toString(16).padStart(2, "0")).join("")]);
    }
  }
  return entries.sort();
});

const NOT_KEPT = ["SHA256SUMS", "_headers", "staticwebapp.config.json", "service-worker.js", "config.json", "wording.txt", "redirect.html", "msal-browser.LICENSE.txt"];

async function expectedToBeHeld(app) {
  const sums = Object.entries(await publishedSums()).filter(([name]) => !NOT_KEPT.includes(name));
  const ofHosts = (name) => new URL(name === "index.html" ? "./" : name, app.server.origin).href;
  return sums.map(([name, sum]) => [ofHosts(name), sum]).sort();
}

test("the browser keeps the page's own files, whatever else was asked for", async () => {
  const app = await openApp();
  await ready(app);
  await app.page.reload();
  await app.screen("start");
  await app.page.evaluate(async () => {
    for (const url of ["SHA256SUMS", "?a=b", "samples/README.md?x", "redirect.html", "config.json"]) await fetch(url);
    await fetch("./", { method: "HEAD" });
  });
  await app.drop([table(3)]);
  await app.screen("review");
  const expected = await expectedToBeHeld(app);
  assert.ok(expected.length > 10);
  assert.deepEqual(await held(app), expected);
  // The control: anything else would be seen.
  await app.page.evaluate(async () => (await caches.open("other")).put("/seeds.csv", new Response("seeds")));
  assert.notDeepEqual(await held(app), expected);
  app.console.length = 0; // Files that this host lacks.
  await app.close();
});

test("the host is asked for its time, its settings and the way back from signing in", async () => {
  const app = await openApp({ expectTrouble: true });
  await ready(app);
  await app.page.reload();
  await app.screen("start");
  Object.assign(app.server.replaced, { "/config.json": "{}", "/redirect.html": "<!doctype html><link rel='icon' href='data:,'><title>Back</title>" });
  const before = app.server.requests.length;
  await app.page.evaluate(async () => {
    await fetch("./", { method: "HEAD", cache: "no-store" });
    await fetch("config.json");
    await fetch("redirect.html");
  });
  const other = await app.context.newPage();
  await other.goto(`${app.server.origin}/redirect.html`);
  assert.equal(await other.title(), "Back");
  assert.deepEqual(app.server.requests.slice(before).filter((path) => path !== "/service-worker.js"), ["/", "/config.json", "/redirect.html", "/redirect.html"]);
  // The control: what is kept is not asked for.
  const asked = app.server.requests.length;
  await app.page.evaluate(() => fetch("./"));
  assert.deepEqual(app.server.requests.slice(asked), []);
  await app.close();
});

const sha256 = (text) => `sha256-${createHash("sha256").update(text).digest("base64")}`;

/** From now on the host has another version, whose number stands in the page. */
async function publish(app, number) {
  const html = await readFile(join(DIST, "index.html"), "utf8");
  const script = await readFile(join(DIST, "service-worker.js"), "utf8");
  const newer = html.replace("<html ", `<html data-test-version="${number}" `);
  const list = script.replace(sha256(html), sha256(newer)).replace(/VERSION = "\w+"/, `VERSION = "${number}"`);
  assert.ok(newer !== html && list.includes(sha256(newer)));
  Object.assign(app.server.replaced, { "/index.html": newer, "/service-worker.js": list });
}

/** Waits until the browser has all files of a version. */
const arrived = (app, number) => app.page.evaluate(async (wanted) => {
  const registration = await navigator.serviceWorker.ready;
  const there = async () => !registration.installing && (await caches.keys()).some((name) => name.endsWith(` ${wanted}`));
  while (!await there()) await new Promise(requestAnimationFrame);
}, number);

test("a newer version is offered and taken, and what is unsaved is asked about first", async () => {
  const app = await openApp();
  await ready(app);
  await publish(app, 2);
  await app.page.reload();
  await app.screen("start");
  assert.equal(await version(app), null, "the old version is shown");
  await offer(app).waitFor();
  await app.audit("start");
  await app.drop([table(3)]);
  await app.screen("review");
  await button(app, "Update").click();
  const dialog = app.page.getByRole("dialog", { name: "Update now?" });
  await dialog.waitFor();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  assert.equal(await app.screen(), "review");
  await button(app, "Update").click();
  // The browser's own question would stay unanswered here, and the page as it is.
  const reloaded = app.page.waitForEvent("load");
  await dialog.getByRole("button", { name: "Update" }).click();
  await reloaded;
  await app.screen("start");
  assert.equal(await version(app), "2");
  await app.kept();
  assert.equal(await offer(app).count(), 0);
  assert.equal((await app.page.evaluate(() => caches.keys())).length, 1, "the old version is let go");
  await withoutNetwork(app);
  await app.page.reload();
  await app.screen("start");
  assert.equal(await version(app), "2");
  await app.close();
});

test("a newer version is never forced: not by reloading, not by closing every tab, not by a yet newer one", async () => {
  const app = await openApp();
  await ready(app);
  for (const number of [2, 3]) {
    await publish(app, number);
    await app.page.reload();
    await app.screen("start");
    await arrived(app, number);
    await offer(app).waitFor();
    // The script of the newer version takes its place when no page is open.
    await app.page.goto("about:blank");
    await app.page.goto(app.server.origin);
    await app.screen("start");
    assert.equal(await version(app), null);
    await offer(app).waitFor();
  }
  const reloaded = app.page.waitForEvent("load");
  await button(app, "Update").click();
  await reloaded;
  await app.screen("start");
  assert.equal(await version(app), "3");
  await app.close();
});

test("a newer version that cannot be taken is told of, and the page stays as it is", async () => {
  const app = await openApp();
  await ready(app);
  await publish(app, 2);
  await app.page.reload();
  await app.screen("start");
  await offer(app).waitFor();
  await app.page.evaluate(() => { ServiceWorker.prototype.postMessage = () => { throw new Error("It is gone."); }; });
  await button(app, "Update").click();
  await app.page.getByText("The newer version could not be taken, and this one stays.").waitFor();
  assert.equal(await version(app), null);
  await app.close();
});

test("an altered file is not kept, and the page runs all the same", async () => {
  const app = await openApp({ flip: /^\/samples\/README/, expectTrouble: true });
  await app.screen("start");
  await app.vault();
  while (!app.server.requests.includes("/samples/README.md")) await app.page.evaluate(() => new Promise(requestAnimationFrame));
  // The browser forgets a script that could not be installed, or has it active.
  const active = await app.page.evaluate(async () => {
    for (;;) {
      const registration = await navigator.serviceWorker.getRegistration();
      if (!registration?.installing && !registration?.waiting) return Boolean(registration?.active);
      await new Promise(requestAnimationFrame);
    }
  });
  assert.equal(active, false);
  assert.deepEqual(await app.page.evaluate(() => caches.keys()), []);
  await app.close();
});

test("the page from the disk asks to be kept by nobody", async () => {
  const app = await openApp({ mode: "file" });
  await app.screen("start");
  await app.vault();
  assert.doesNotMatch(await app.page.content(), /navigator\.serviceWorker|rel="manifest"/);
  await app.close();
});
