// Opening: every kind of layer is asked for what it needs, and every failure says what it is.

import assert from "node:assert/strict";
import { test } from "node:test";
import { KEY_PASSPHRASE, PASSWORD, SERIALS, csv, sample, table } from "./deliveries.mjs";
import { openApp } from "./harness.mjs";

const answer = async (app, screen, text) => {
  await app.screen(screen);
  await app.page.locator("#ask-input").fill(text);
  await app.page.keyboard.press("Enter");
};
const problem = (app) => app.page.getByRole("alert").filter({ hasText: /./ });
const firstSerials = (app) => app.page.locator(".grid__body [role=row]").allTextContents();

const giveSampleKey = async (app) => {
  await app.screen("ask-private-key");
  await app.page.getByRole("button", { name: "Use sample-private-key.asc" }).click();
};

// What each sample asks for, in order.
const SAMPLES = {
  "shipment-4711-aes.zip": [(app) => answer(app, "ask-zip-password", PASSWORD)],
  "shipment-4711-zipcrypto.zip": [(app) => answer(app, "ask-zip-password", PASSWORD)],
  "shipment-4711.pgp": [giveSampleKey, (app) => answer(app, "ask-key-passphrase", KEY_PASSPHRASE)],
  "shipment-4711-zip-in.pgp": [giveSampleKey, (app) => answer(app, "ask-key-passphrase", KEY_PASSPHRASE),
    (app) => answer(app, "ask-zip-password", PASSWORD)],
};

for (const [name, steps] of Object.entries(SAMPLES)) {
  test(`the sample ${name} opens`, async () => {
    const app = await openApp();
    await app.screen("start");
    await app.page.getByRole("button", { name: `Open sample ${name}` }).click();
    for (const step of steps) await step(app);
    await app.screen("review");
    await app.page.getByText(SERIALS.at(-1)).waitFor();
    assert.equal((await firstSerials(app)).length, SERIALS.length);
    await app.close();
  });
}

test("every question is accessible, and a wrong answer is told without losing the place", async () => {
  const app = await openApp();
  await app.screen("start");
  await app.audit();
  await app.drop([await sample("shipment-4711-zip-in.pgp", "delivery.bin")]);
  await app.screen("ask-private-key");
  await app.audit();
  await app.choose([csv(["no key"], "not-a-key.asc")], "main input[type=file]");
  await problem(app).waitFor();
  assert.match(await problem(app).textContent(), /no private key/i);
  await app.choose([await sample("sample-private-key.asc")], "main input[type=file]");
  await app.screen("ask-key-passphrase");
  await app.audit();
  await answer(app, "ask-key-passphrase", "not it");
  await problem(app).waitFor();
  await answer(app, "ask-key-passphrase", KEY_PASSPHRASE);
  await app.screen("ask-zip-password");
  await app.audit();
  assert.equal(await app.page.locator("#ask-input").evaluate((field) => field === document.activeElement), true, "focus");
  await answer(app, "ask-zip-password", "wrong");
  await problem(app).waitFor();
  assert.match(await problem(app).textContent(), /That password does not open it/);
  assert.equal(await app.page.locator("#ask-input").inputValue(), "", "the field is emptied");
  await answer(app, "ask-zip-password", PASSWORD);
  await app.screen("review");
  await app.close();
});

test("a message with a passphrase asks for it", async () => {
  const app = await openApp();
  await app.drop([await passphraseMessage()]);
  await app.screen("ask-message-passphrase");
  await app.audit();
  await answer(app, "ask-message-passphrase", "a passphrase of the test");
  await app.screen("review");
  await app.close();
});

test("a file that is dropped before the page has started is opened when it has", async () => {
  let start;
  const dropped = new Promise((resolve) => { start = resolve; });
  const hold = (page) => page.route(/_bg\.wasm$/, async (route) => { await dropped; await route.continue(); });
  const app = await openApp({ prepare: hold });
  await app.drop([table(3)]);
  start();
  await app.screen("review");
  assert.equal((await firstSerials(app)).length, 3);
  await app.close();
});

const BROKEN = {
  "an empty file": { files: () => [csv([""], "empty.csv")], kind: "empty" },
  "a web page": { files: () => [csv(["<!doctype html><title>Sign in</title>"], "seeds.zip")], kind: "not-a-seed-file" },
  "a cut zip": { files: async () => [cut(await sample("shipment-4711-aes.zip"))], kind: "damaged" },
  "a cut message": { files: async () => [cut(await sample("shipment-4711.pgp"))], kind: "damaged" },
  "a private key": { files: async () => [await sample("sample-private-key.asc")], kind: "not-a-seed-file" },
};

for (const [what, { files, kind }] of Object.entries(BROKEN)) {
  test(`${what} is named for what it is`, async () => {
    const app = await openApp();
    await app.screen("start");
    await app.drop(await files());
    await app.screen("failed");
    assert.equal(await app.page.locator("main code").first().textContent(), kind);
    await app.close();
  });
}

test("the failure screen is accessible, and another file can be chosen from it", async () => {
  const app = await openApp();
  await app.drop([csv(["<!doctype html>"], "seeds.zip")]);
  await app.screen("failed");
  await app.audit();
  await app.choose([table(3)], "main input[type=file]");
  await app.screen("review");
  await app.close();
});

test("cancelling ends the opener at once and touches nothing else", async () => {
  const app = await openApp();
  await app.drop([table(3)]);
  await app.screen("review");
  await app.drop([await sample("shipment-4711-aes.zip")]);
  await app.screen("ask-zip-password");
  await app.worker("opener");
  const ended = app.page.workers().find((worker) => worker !== app.page.workers()[0])?.waitForEvent("close");
  await app.page.getByRole("button", { name: "Cancel" }).click();
  await app.screen("review");
  await ended;
  assert.equal((await firstSerials(app)).length, 3);
  assert.equal(app.page.workers().length, 1, "only the vault runs");
  await app.close();
});

test("an opener that traps is a message, and the same file can be tried again", async () => {
  const app = await openApp({ expectTrouble: true });
  await app.drop([table(3)]);
  await app.screen("review");
  await app.drop([await sample("shipment-4711-aes.zip")]);
  await app.screen("ask-zip-password");
  const opener = await app.worker("opener");
  await opener.evaluate(() => { setTimeout(() => { throw new Error("trap"); }); });
  await app.screen("failed");
  await app.page.getByRole("button", { name: "Try again" }).click();
  await answer(app, "ask-zip-password", PASSWORD);
  await app.screen("review");
  await app.page.getByText("15 tokens", { exact: true }).waitFor();
  await app.close();
});

test("a second file joins the open batch, and what opened the first is tried on it", async () => {
  const app = await openApp();
  await app.drop([await sample("shipment-4711-aes.zip")]);
  await answer(app, "ask-zip-password", PASSWORD);
  await app.screen("review");
  await app.drop([await sample("shipment-4711-zipcrypto.zip")]);
  await app.page.getByText("24 tokens", { exact: true }).waitFor();
  await app.close();
});

test("a file that cannot be opened does not take the good ones with it, and a key among the files is a key", async () => {
  const app = await openApp();
  await app.drop([table(3), cut(await sample("shipment-4711-aes.zip")), await sample("sample-private-key.asc"), await sample("shipment-4711.pgp")]);
  await answer(app, "ask-key-passphrase", KEY_PASSPHRASE);
  await app.screen("review");
  await app.page.getByText("15 tokens", { exact: true }).waitFor();
  await app.page.getByText(/was skipped/).first().waitFor();
  await app.close();
});

test("a file that nobody can unlock is left out, and the others are opened", async () => {
  const app = await openApp();
  await app.drop([table(3), await sample("shipment-4711-aes.zip"), await sample("shipment-4711.pgp")]);
  await app.screen("ask-zip-password");
  await app.audit();
  const leave = app.page.getByRole("button", { name: "Leave this file out" });
  await leave.click();
  await app.screen("ask-private-key");
  await leave.click();
  await app.screen("review");
  await app.page.getByText("3 tokens", { exact: true }).waitFor();
  await app.page.getByRole("button", { name: "Show all" }).click();
  await app.page.getByText(/shipment-4711-aes\.zip.* was skipped/).first().waitFor();
  await app.page.getByText(/shipment-4711\.pgp was skipped/).first().waitFor();
  await app.close();
  const alone = await openApp();
  await alone.drop([await sample("shipment-4711-aes.zip")]);
  await alone.screen("ask-zip-password");
  assert.equal(await alone.page.getByRole("button", { name: "Leave this file out" }).count(), 0);
  await alone.close();
});

test("an opening at work is accessible and can be cancelled", async () => {
  // The opener is started, but never gets its program: it stays at work for as long as it is looked at.
  const app = await openApp({ prepare: (page) => page.addInitScript(() => {
    const Real = globalThis.Worker;
    globalThis.Worker = function (url, options) {
      const worker = new Real(url, options);
      if (options.name === "opener") worker.postMessage = () => {};
      return worker;
    };
  }) });
  await app.screen("start");
  await app.drop([table(3)]);
  await app.screen("opening");
  await app.audit();
  await app.page.getByRole("button", { name: "Cancel" }).click();
  await app.screen("start");
  await app.close();
});

const cut = ({ name, bytes }) => ({ name, bytes: bytes.subarray(0, Math.floor(bytes.length / 2)) });

async function passphraseMessage() {
  const { createMessage, encrypt } = await import("openpgp");
  const message = await createMessage({ binary: table(3).bytes });
  const bytes = await encrypt({ message, passwords: ["a passphrase of the test"], format: "binary" });
  return { name: "seeds.gpg", bytes: Buffer.from(bytes) };
}
