// Injected code gets nowhere, from the page, the vault and an opener; and the same attempts succeed where the policy
// is taken away, so it is the policy that stops them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { attemptInPage, attemptInWorker } from "./attempts.mjs";
import { openApp } from "./harness.mjs";
import { serveForeign } from "./server.mjs";

// js/boot.js takes these from openers whatever the policy says.
const NEVER_IN_OPENER = ["a foreign fetch", "a foreign socket", "a worker from a data address"];

for (const mode of ["headers", "meta", "bare"]) {
  const succeeds = mode === "bare";
  const expected = (outcomes, except = []) =>
    Object.fromEntries(Object.keys(outcomes).map((name) => [name, succeeds && !except.includes(name)]));

  const inPlace = (place, check) => test(`${place}: attempts ${succeeds ? "succeed without a policy" : `fail, with the policy from ${mode}`}`, async () => {
    const foreign = await serveForeign();
    // The browser lists requests that the policy stopped too: what counts is what reached the foreign server.
    const app = await openApp({ mode, expectTrouble: true, allowed: [foreign.origin] });
    await app.vault();
    await check(app, foreign);
    assert.equal(foreign.hits.length > 0, succeeds, `${foreign.hits}`);
    await app.close();
  });

  inPlace("the page", async (app, foreign) => {
    const outcomes = await attemptInPage(app.page, foreign.origin);
    assert.deepEqual(outcomes, expected(outcomes));
  });

  inPlace("the vault", async (app, foreign) => {
    const outcomes = await attemptInWorker(await app.vault(), foreign.origin);
    assert.deepEqual(outcomes, expected(outcomes));
  });

  inPlace("an opener", async (app, foreign) => {
    await app.page.evaluate(() => { globalThis.seedferry.start("opener", console.error); });
    const outcomes = await attemptInWorker(await app.worker("opener"), foreign.origin);
    assert.deepEqual(outcomes, expected(outcomes, NEVER_IN_OPENER));
  });
}

test("of all scripts that may stay, the policy lets the page's own through alone", async () => {
  const app = await openApp({ expectTrouble: true });
  await app.screen("start");
  await app.kept();
  const scripts = await app.page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).map(({ active }) => active.scriptURL));
  assert.deepEqual(scripts, [`${app.server.origin}/service-worker.js`]);
  await app.close();
});

for (const role of ["opener", "key-maker"]) test(`a worker for ${role} has nothing left that reaches a network`, async () => {
  const app = await openApp();
  await app.page.evaluate((as) => { globalThis.seedferry.start(as, console.error); }, role);
  const opener = await app.worker(role);
  const left = await opener.evaluate(() => ["fetch", "XMLHttpRequest", "WebSocket", "EventSource", "WebTransport", "importScripts", "Worker",
    "SharedWorker", "caches", "indexedDB", "BroadcastChannel", "FontFace"].filter((name) => name in self)
    .concat("serviceWorker" in navigator ? "navigator.serviceWorker" : []));
  assert.deepEqual(left, []);
  await app.close();
});
