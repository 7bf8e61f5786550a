// The control of every hunt: a planted secret is found, wherever it is and however it is spelled.

import assert from "node:assert/strict";
import { test } from "node:test";
import { openApp } from "./harness.mjs";
import { huntSecrets, spellings } from "./hunt.mjs";

const SEED = Buffer.from("5ee0fe11a9c3472bd08d6b1f7a224c9d01e3b6f8", "hex");
const NEEDLES = { "the planted seed": SEED };

// Each row leaves `text` in one place; it runs in the page.
const PLACES = {
  "the text": (text) => document.body.append(text),
  "an attribute": (text) => document.body.setAttribute("title", text),
  "a field's value": (text) => document.body.appendChild(document.createElement("input")).value = text,
  "a text area's value": (text) => document.body.appendChild(document.createElement("textarea")).value = text,
  "a comment": (text) => document.body.append(document.createComment(text)),
  "the shadow": (text) => document.body.appendChild(document.createElement("div")).attachShadow({ mode: "open" }).append(text),
  "the title": (text) => document.title = text,
  "the address": (text) => history.replaceState(null, "", `#${encodeURIComponent(text)}`),
  "the history": (text) => history.replaceState({ deep: [text] }, ""),
  "a cookie": (text) => document.cookie = `a=${encodeURIComponent(text).slice(0, 200)}`,
  "localStorage": (text) => localStorage.setItem("a", text),
  "sessionStorage": (text) => sessionStorage.setItem("a", text),
  "the window's name": (text) => window.name = text,
  "the console": (text) => console.log(text),
  "a cache": async (text) => (await caches.open("a")).put("/a", new Response(text)),
  "a database": (text) => new Promise((resolve) => {
    const request = indexedDB.open("a", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("s").put({ inner: text }, 1);
    request.onsuccess = () => resolve(request.result.close());
  }),
};

test("nothing is found where nothing was planted", async () => {
  const app = await openApp();
  await app.screen("start");
  assert.deepEqual(await huntSecrets(app, NEEDLES), []);
  await app.close();
});

test("a planted seed is found in every place", async () => {
  const app = await openApp({ expectTrouble: true });
  for (const [place, plant] of Object.entries(PLACES)) {
    const secret = Buffer.from(`${place}: 0123456789`);
    await app.page.evaluate(plant, secret.toString("hex"));
    assert.notDeepEqual(await huntSecrets(app, { [place]: secret }), [], place);
  }
  await app.close();
});

test("a planted seed is found in every spelling", async () => {
  const app = await openApp();
  for (const [spelling, text] of spellings(SEED).filter(([name]) => name !== "text")) {
    await app.page.evaluate((value) => document.body.setAttribute("title", value), text);
    const found = await huntSecrets(app, NEEDLES);
    assert.ok(found.some((line) => line.includes(` as ${spelling} in `)), `${spelling}: ${found}`);
  }
  await app.close();
});
