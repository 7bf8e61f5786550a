// The page as an installed app: the manifest, and files that the system opens with it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { table } from "./deliveries.mjs";
import { openApp } from "./harness.mjs";

const ENDINGS = [".zip", ".pgp", ".gpg", ".asc", ".xml", ".pskc", ".json", ".csv"];

test("the browser finds nothing wrong with the manifest, and would install the page", async () => {
  const app = await openApp();
  await app.screen("start");
  await app.kept();
  const browser = await app.context.newCDPSession(app.page);
  const { url, errors, data } = await browser.send("Page.getAppManifest");
  assert.deepEqual(errors, []);
  assert.equal(url, `${app.server.origin}/manifest.json`);
  const { installabilityErrors } = await browser.send("Page.getInstallabilityErrors");
  // A window without a profile installs nothing, whatever the page is.
  assert.deepEqual(installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito"), []);
  const manifest = JSON.parse(data);
  assert.deepEqual(manifest.file_handlers.flatMap(({ accept }) => Object.values(accept).flat()).sort(), ENDINGS.toSorted());
  for (const { src, type } of manifest.icons) {
    const answer = await app.page.evaluate(async (icon) => (await fetch(icon)).headers.get("Content-Type"), src);
    assert.equal(answer, type, src);
  }
  await app.close();
});

// The system can't be asked for a launch here: the test takes the place of its queue.
const queue = () => {
  const waiting = [];
  let consumer;
  Object.defineProperty(globalThis, "launchQueue", { value: { setConsumer(taken) {
    consumer = taken;
    waiting.splice(0).forEach(consumer);
  } } });
  globalThis.launch = (files) => {
    const parameters = { files: files.map(([name, text]) => ({ name, getFile: async () => {
      if (text === null) throw new DOMException("It was moved.", "NotFoundError");
      return new File([text], name);
    } })) };
    if (consumer) consumer(parameters);
    else waiting.push(parameters);
  };
};

test("files that were opened with the app take the way of dropped ones", async () => {
  const app = await openApp({ prepare: (page) => page.addInitScript({ content: `(${queue})(); addEventListener("DOMContentLoaded", () => launch([["first.csv", ${JSON.stringify(table(3).bytes.toString())}]]));` }) });
  await app.screen("review");
  await app.page.getByText("T000002", { exact: true }).waitFor();
  // A second launch joins the batch.
  const more = table(5).bytes.toString();
  await app.page.evaluate(([name, text]) => globalThis.launch([[name, text]]), ["second.csv", more]);
  await app.page.getByText("T000004", { exact: true }).waitFor();
  await app.close();
});

test("a file that cannot be read is named, and those beside it are opened", async () => {
  const app = await openApp({ prepare: (page) => page.addInitScript({ content: `(${queue})();` }) });
  await app.vault();
  const bytes = table(3).bytes.toString();
  await app.page.evaluate((text) => globalThis.launch([["gone.csv", null], ["second.csv", text]]), bytes);
  await app.screen("review");
  await app.page.getByText("T000002", { exact: true }).waitFor();
  await app.page.getByText("gone.csv could not be read.").waitFor();
  await app.page.evaluate(() => globalThis.launch([["alone.csv", null]]));
  await app.page.getByText("alone.csv could not be read.").waitFor();
  await app.close();
});

test("an app that was started without a file shows its first screen", async () => {
  const app = await openApp({ prepare: (page) => page.addInitScript({ content: `(${queue})(); addEventListener("DOMContentLoaded", () => launch([]));` }) });
  await app.vault();
  assert.equal(await app.screen(), "start");
  await app.close();
});
