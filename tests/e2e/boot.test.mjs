// The page starts under every host's way of serving it, and refuses to run altered or framed.

import assert from "node:assert/strict";
import { test } from "node:test";
import { openApp } from "./harness.mjs";

for (const mode of ["headers", "meta"]) {
  test(`the page starts, with its policy from ${mode}`, async () => {
    const app = await openApp({ mode });
    assert.equal(await app.screen(), "start");
    await app.vault();
    await app.close();
  });
}

const ALTERED = [
  { what: "boot.js with the page's glue", flip: /^\/boot-\w+\.js$/ },
  { what: "the page's wasm", flip: /^\/seedferry-(?!vault)\w+\.wasm$/ },
];
const ALTERED_VAULT = [
  { what: "the vault's glue", flip: /^\/seedferry-vault-\w+\.js$/ },
  { what: "the vault's wasm", flip: /^\/seedferry-vault-\w+\.wasm$/ },
];

for (const mode of ["headers", "meta"]) {
  for (const { what, flip } of ALTERED) {
    test(`${what}, altered by one byte, is refused, with the policy from ${mode}`, async () => {
      const app = await openApp({ mode, flip, expectTrouble: true });
      const message = app.page.locator("#boot-message");
      await message.waitFor({ state: "visible" });
      assert.match(await message.textContent(), /could not start: its program did not load, or is not the one/);
      assert.equal(await app.page.locator("main[data-screen]").count(), 0);
      await app.close();
    });
  }

  for (const { what, flip } of ALTERED_VAULT) {
    test(`${what}, altered by one byte, is refused, with the policy from ${mode}`, async () => {
      const app = await openApp({ mode, flip, expectTrouble: true });
      await app.screen("start");
      const reason = await app.page.evaluate(() => new Promise((resolve) => globalThis.seedferry.start("vault", resolve)));
      assert.match(reason, /^The program that opens seed files did not load, or is not the one/);
      assert.equal(app.page.workers().length, 0);
      await app.close();
    });
  }
}

for (const { what, flip } of [...ALTERED, ...ALTERED_VAULT]) {
  test(`the control: ${what}, altered in the same way, runs where nobody checks`, async () => {
    const app = await openApp({ mode: "unchecked", flip });
    await app.screen("start");
    await app.vault();
    await app.close();
  });
}

for (const mode of ["meta", "bare"]) {
  test(`framed by another page, it refuses, with the policy from ${mode}`, async () => {
    const app = await openApp({ mode, path: "/test/framing.html", expectTrouble: true });
    const frame = app.page.frameLocator("iframe");
    await frame.locator("#boot-message[data-shown]").waitFor();
    assert.match(await frame.locator("#boot-message").textContent(), /does not run inside another page/);
    assert.equal(await frame.locator("main[data-screen]").count(), 0);
    assert.equal(app.page.workers().length, 0);
    await app.close();
  });
}

test("framed by another page, it is not even loaded, where the host sends our headers", async () => {
  const app = await openApp({ mode: "headers", path: "/test/framing.html", expectTrouble: true });
  assert.deepEqual(app.server.requests, ["/test/framing.html", "/"]);
  assert.equal(await app.page.frameLocator("iframe").locator("#boot-message").count(), 0);
  await app.close();
});
