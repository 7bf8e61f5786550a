// The demo tenant: plan, run and result of an upload, all within the page.

import assert from "node:assert/strict";
import { test } from "node:test";
import { PASSWORD, base32, sample, seedOf, table } from "./deliveries.mjs";
import { openApp } from "./harness.mjs";

const button = (app, name) => app.page.getByRole("button", { name, exact: true });
const pill = (app, name) => app.page.locator(".pill", { hasText: name });
const SAMPLE = "shipment-4711-aes.zip";

/** The page in the demo tenant, with these files open. */
async function demo(files, options = {}) {
  const app = await openApp(options);
  await button(app, "Try the demo tenant").click();
  await app.page.getByText("DEMO.", { exact: true }).waitFor();
  await app.drop(files);
  return app;
}

/** The same, at the plan. */
async function planned(files, options = {}) {
  const app = await demo(files, options);
  await app.screen("review");
  await button(app, "Upload to Entra…").click();
  await app.screen("plan");
  return app;
}

test("tokens are uploaded to the demo tenant, and every one has its verdict", async () => {
  // With the production headers a page may write the clipboard, but not read it.
  const app = await planned([table(250, { name: SAMPLE })], { mode: "meta" });
  await app.page.getByText("250 tokens will be created, with 3 requests").waitFor();
  assert.equal(await app.page.locator(".ready--good").count(), 3);
  await app.page.locator(".ready__line", { hasText: "Policy.ReadWrite.AuthenticationMethod is asked for when you press Upload" }).waitFor();
  await button(app, "Show the requests").click();
  await button(app, "Show the body of request 1").click();
  const body = await app.page.getByRole("group", { name: "Body of request 1" }).textContent();
  assert.ok(body.includes("T000000") && body.includes("•") && !body.includes(base32(seedOf("T000000"))));
  assert.ok(body.includes("T000099"), "the body is shown whole");
  await app.audit("plan");
  const whole = await app.saved("Save the requests");
  assert.match(whole.name, /^DEMO-seedferry-requests-\d{4}-\d\d-\d\d\.txt$/);
  assert.match(whole.text, /^# DEMO: /);
  assert.ok(whole.text.includes("# Request 3 of 3") && whole.text.includes(body) && !whole.text.includes(base32(seedOf("T000249"))));
  await app.page.getByLabel("Upload T000003").uncheck();
  await button(app, "Upload 249 tokens").click();
  await app.screen("run");
  await app.audit("run");
  await button(app, "Done").waitFor();
  assert.match(await pill(app, "Created").textContent(), /249/);
  const { name, text } = await app.saved("Save the result");
  assert.match(name, /^DEMO-seedferry-upload-\d{4}-\d\d-\d\d\.csv$/);
  const [head, ...rows] = text.trim().split("\r\n");
  assert.ok(head.endsWith(',"Tenant"') && rows.length === 250 && rows.every((row) => row.endsWith(',"DEMO"')), head);
  assert.match(rows[3], /^"T000003","Left out",/);
  assert.match(await pill(app, "Left out").textContent(), /1$/);
  assert.ok(!text.includes(base32(seedOf("T000000"))), "no seed is in the result");
  await button(app, "Copy the result").click();
  await app.page.getByText("The result was copied.").waitFor();
  assert.equal(await app.page.evaluate(() => navigator.clipboard.readText()), text);
  // The next upload of the same file does only what is missing.
  await button(app, "Done").click();
  await app.screen("review");
  await button(app, "Upload to Entra…").click();
  await button(app, "Upload 1 token").waitFor();
  assert.match(await pill(app, "Already there").textContent(), /249/);
  await app.close();
});

test("a run is paused, left alone, resumed and stopped", async () => {
  const app = await planned([table(900, { name: SAMPLE })]);
  await button(app, "Upload 900 tokens").click();
  await app.page.getByText(/[1-9]00 sent/).waitFor();
  await button(app, "Pause").click();
  await app.page.getByText("Nothing more is sent until you resume.").waitFor();
  await button(app, "Back to the tokens").click();
  await app.screen("review");
  await button(app, "Show the upload").click();
  await button(app, "Resume").click();
  await button(app, "Stop…").click();
  await app.page.getByRole("dialog").getByRole("button", { name: "Stop", exact: true }).click();
  await button(app, "Done").waitFor();
  const counts = await app.page.locator(".pill").allTextContents();
  assert.ok(counts.some((count) => count.startsWith("Not tried")), counts.join());
  await app.close();
});

test("two of the sample's tokens are in the demo tenant already, one of them with another model", async () => {
  const app = await demo([await sample(SAMPLE)]);
  await app.screen("ask-zip-password");
  await app.page.locator('input[type="password"]').fill(PASSWORD);
  await app.page.keyboard.press("Enter");
  await app.screen("review");
  await button(app, "Upload to Entra…").click();
  await button(app, "Upload 10 tokens").waitFor();
  await app.close();
});

test("the demo begins and ends with nothing, warns of strangers' files, and sends nothing", async () => {
  const app = await openApp();
  await app.drop([table(3)]);
  await app.screen("review");
  await button(app, "Upload to Entra…").click();
  await app.screen("upload");
  await app.audit("upload");
  await button(app, "Try the demo tenant").click();
  await app.screen("start");
  await app.page.getByText("DEMO.", { exact: true }).waitFor();
  // A sample is known by its content, whatever its name.
  const stranger = app.page.getByText("This file is not one of the samples.");
  await app.drop([await sample(SAMPLE, "renamed.zip")]);
  await app.screen("ask-zip-password");
  assert.equal(await stranger.count(), 0, "a sample under another name is no stranger");
  await button(app, "Cancel").click();
  await app.screen("start");
  await app.drop([table(3, { name: SAMPLE })]);
  await stranger.waitFor();
  await app.screen("review");
  const mark = app.page.locator(".demo-mark");
  assert.equal(await mark.isVisible(), false);
  await app.page.emulateMedia({ media: "print" });
  assert.equal(await mark.isVisible(), true, "what is printed says so as well");
  await app.page.emulateMedia({ media: null });
  const worker = await app.worker("demo");
  assert.equal(await worker.evaluate(() => typeof fetch), "undefined", "its vault has no network");
  await button(app, "Leave the demo").click();
  await app.screen("start");
  await app.page.getByText("DEMO.", { exact: true }).waitFor({ state: "detached" });
  assert.equal(await (await app.worker("vault")).evaluate(() => typeof fetch), "function", "the control: a real vault has one");
  await app.close();
});

test("the way to the tenant fits a narrow window", async () => {
  const app = await planned([table(30, { name: SAMPLE })]);
  await app.page.setViewportSize({ width: 320, height: 700 });
  const wide = await app.page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 320, `the page is ${wide} wide`);
  await app.close();
});

test("no address turns the demo on", async () => {
  const app = await openApp({ path: "/?demo=1&demo#demo" });
  await app.screen("start");
  await app.vault();
  assert.equal(await button(app, "Leave the demo").count(), 0);
  await app.close();
});
