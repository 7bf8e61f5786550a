// What every browser test stands on: a server over dist, a Chromium, a page that is watched, and the hunt for secrets.
//
//   const app = await openApp({ mode: "meta" });
//   await app.drop([{ name: "shipment.zip", bytes }]);
//   assert.equal(await app.screen("ask-zip-password"), "ask-zip-password");
//   await app.audit();
//   await app.close();              fails when anything was asked of a foreign host, or the policy was violated

import assert from "node:assert/strict";
import { appendFile, mkdir, readFile } from "node:fs/promises";
import { afterEach } from "node:test";
import { fileURLToPath } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import { closeBrowsers, launch } from "./browser.mjs";
import { closeServers, serveDist } from "./server.mjs";
import { closeTenants, strangers } from "./tenant.mjs";

export const RESULTS = fileURLToPath(new URL("../../test-results/", import.meta.url));
const SINGLE_FILE = new URL("../../dist-single/seedferry.html", import.meta.url).href;
export const AUDITED = `${RESULTS}audited.txt`;
const PATIENCE = 60_000;
const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 390, height: 844 };

// Everything is closed after each test, passed or failed; otherwise the test runner would wait for it for ever.
afterEach(async () => {
  await closeBrowsers();
  await closeServers();
  closeTenants();
});

/**
 * Opens the page.
 *   mode           "headers", "meta" or "bare", see server.mjs; "file" is the page in one file, without server and network
 *   flip           a file to alter by one byte, see server.mjs
 *   edit           changes the text of index.html on its way
 *   path           what to open, "/" unless told
 *   allowed        origins other than the page's own that may be asked
 *   tenant         a tenant, see tenant.mjs, under the names of Microsoft's hosts; they may be asked
 *   blocksPopups   as a browser does at home
 *   prepare        what to do with the page before it is opened
 *   flags          more flags for the browser
 *   expectTrouble  this test provokes errors and violations on purpose: `close` doesn't count them
 */
export async function openApp({ mode = "headers", flip, edit, path = "/", allowed = [], tenant, blocksPopups = false, expectTrouble = false, prepare, flags = [] } = {}) {
  const server = mode === "file" ? { origin: "file://", requests: [], close() {} } : await serveDist({ mode, flip, edit });
  const browser = await launch({ flags: [...flags, ...(tenant?.flags ?? [])], blocks: blocksPopups });
  // Without motion, pictures and contrast are those of the screen at rest.
  const context = await browser.newContext({ viewport: WIDE, reducedMotion: "reduce" });
  await context.grantPermissions(["clipboard-read", "clipboard-write"], mode === "file" ? {} : { origin: server.origin });
  await context.setOffline(mode === "file");
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const app = new App({ server, browser, context, page, tenant, allowed: [...allowed, ...tenant?.origins ?? []], expectTrouble });
  await app.watch();
  await prepare?.(page);
  await page.goto(mode === "file" ? SINGLE_FILE : server.origin + path);
  return app;
}

class App {
  /** Everything that was written to the console, by page and workers. */
  console = [];
  /** Uncaught errors. */
  errors = [];
  /** Violations of the policy: `{ directive, blocked }`. */
  violations = [];
  /** Requests to any other origin. */
  foreign = [];
  /** All requests the browser made, with their method. */
  requests = [];

  constructor(parts) {
    Object.assign(this, parts);
  }

  async watch() {
    const { page, context } = this;
    context.on("console", (message) => this.console.push(message.text()));
    page.on("pageerror", (error) => this.errors.push(String(error)));
    context.on("request", (request) => {
      const url = new URL(request.url());
      this.requests.push(`${request.method()} ${request.url()}`);
      if (!url.protocol.startsWith("http")) return;
      if (url.origin !== this.server.origin && !this.allowed.includes(url.origin)) this.foreign.push(request.url());
    });
    await page.exposeBinding("reportViolation", (_, violation) => this.violations.push(violation));
    await page.addInitScript(() => addEventListener("securitypolicyviolation", (event) =>
      globalThis.reportViolation({ directive: event.effectiveDirective, blocked: event.blockedURI })));
  }

  /** Waits for a screen, any but `boot` unless told which, and returns its id. */
  async screen(id) {
    const main = this.page.locator(id ? `main[data-screen="${id}"]` : "main[data-screen]");
    await main.waitFor().catch(async ({ message }) => assert.fail(`${message}\nThe page shows: ${await this.page.locator("body").innerText()}`));
    return main.getAttribute("data-screen");
  }

  /** Waits until the vault runs, and returns its worker. */
  vault() {
    return this.worker("vault");
  }

  /** Waits until a worker of a role, "vault" or "opener", runs, and returns it. */
  async worker(role) {
    for (;;) {
      const next = this.page.waitForEvent("worker");
      next.catch(() => {}); // Nobody waits for it when the worker is there already.
      for (const worker of this.page.workers()) if (await isRunning(worker, role)) return worker;
      await next;
    }
  }

  /** Waits until the browser keeps the page, so that it asks for nothing more. */
  kept() {
    return this.page.evaluate(async () => { await navigator.serviceWorker.ready; });
  }

  /** Drops files, `[{ name, bytes, type? }]`, onto the page or what `selector` finds there. */
  async drop(files, selector = "body") {
    const transfer = await this.page.evaluateHandle((entries) => {
      const transfer = new DataTransfer();
      for (const { name, type, data } of entries) {
        const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
        transfer.items.add(new File([bytes], name, { type }));
      }
      return transfer;
    }, files.map(({ name, bytes, type = "" }) => ({ name, type, data: Buffer.from(bytes).toString("base64") })));
    for (const event of ["dragenter", "dragover", "drop"]) await this.page.dispatchEvent(selector, event, { dataTransfer: transfer });
  }

  /** Puts files, as in `drop`, into a file input. */
  async choose(files, selector = 'input[type="file"]') {
    await this.page.setInputFiles(selector, files.map(({ name, bytes, type = "" }) => ({ name, mimeType: type, buffer: Buffer.from(bytes) })));
  }

  /** Presses the button of this name, which saves a file; returns the file's name, text and bytes. */
  async saved(button) {
    const waiting = this.page.waitForEvent("download");
    await this.save(button);
    const download = await waiting;
    const bytes = await readFile(await download.path());
    return { name: download.suggestedFilename(), text: bytes.toString("utf8"), bytes };
  }

  /** Presses the button of this name, which saves files, and once more where they hold seeds in clear. */
  async save(button) {
    const saved = this.page.waitForEvent("download").then(() => false, () => false);
    await this.page.getByRole("button", { name: button, exact: true }).click();
    const yes = this.page.getByRole("button", { name: "Save in clear" });
    const asked = yes.waitFor().then(() => true, () => false);
    if (await Promise.race([asked, saved])) await yes.click();
  }

  /** axe with every rule, in light and dark, with a picture of each. The screen counts as audited. */
  async audit(id) {
    const screen = id ?? await this.screen();
    await mkdir(RESULTS, { recursive: true });
    for (const colorScheme of ["light", "dark"]) {
      await this.page.emulateMedia({ colorScheme });
      await this.page.screenshot({ path: `${RESULTS}${screen}-${colorScheme}.png`, fullPage: true });
      const { violations } = await new AxeBuilder({ page: this.page }).analyze();
      const said = violations.map(({ id: rule, help, nodes }) => `${rule}: ${help}: ${nodes.map((node) => node.html).join(" ")}`);
      assert.deepEqual(said, [], `axe on ${screen}, ${colorScheme}`);
    }
    await this.page.emulateMedia({ colorScheme: null });
    if (process.env.SEEDFERRY_NARROW) await this.narrow(screen);
    await appendFile(AUDITED, `${screen}\n`);
  }

  /** A picture as a telephone shows it, for whoever looks at them all. */
  async narrow(screen) {
    await this.page.setViewportSize(NARROW);
    await this.page.screenshot({ path: `${RESULTS}${screen}-narrow.png`, fullPage: true });
    await this.page.setViewportSize(WIDE);
  }

  /** Ends it. Fails when the page did what it must not. */
  async close() {
    await this.browser.close();
    if (this.tenant) assert.deepEqual(strangers(await this.tenant.log()), [], "requests that the page has no reason to make");
    await this.server.close();
    assert.deepEqual(this.foreign, [], "requests to other origins");
    if (this.expectTrouble) return;
    assert.deepEqual(this.violations, [], "violations of the policy");
    assert.deepEqual(this.errors, [], "uncaught errors");
    assert.deepEqual(this.console, [], "lines in the console");
  }
}

// boot.js names a worker by its role. The script stops to listen for its start when the program has started.
const isRunning = (worker, role) => worker.evaluate(async (wanted) => {
  if (self.name !== wanted) return false;
  while (self.onmessage !== null) await new Promise((resolve) => setTimeout(resolve, 10));
  return true;
}, role).catch(() => false);
