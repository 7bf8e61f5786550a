// The device says: a token's current code, comparing it with a device, and finding tokens by their codes.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import { seedOf, table } from "./deliveries.mjs";
import { openApp } from "./harness.mjs";

const button = (app, name) => app.page.getByRole("button", { name, exact: true });

/** TOTP with SHA-1 and six digits (RFC 6238), by Node's own HMAC. */
function code(serial, at, interval = 60) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 1_000 / interval)));
  const digest = createHmac("sha1", seedOf(serial)).update(counter).digest();
  const word = digest.readUInt32BE(digest.at(-1) & 15) & 0x7fffffff;
  return String(word % 1_000_000).padStart(6, "0");
}

/** Opens a table with the page's clock at a moment that is told, or that of the computer. */
async function review(file, time) {
  const app = await openApp({ prepare: async (page) => { if (time) await page.clock.install({ time }); } });
  await app.drop([file]);
  await app.screen("review");
  return app;
}

/** The right time, 20 s into a minute, so that no interval ends in the middle of a test. */
const calm = () => Math.floor(Date.now() / 60_000) * 60_000 + 20_000;

const digits = async (app) => (await app.page.locator(".current-code__digits").textContent()).trim();

const type = async (app, field, text) => {
  const input = app.page.locator(`#${field}`);
  await input.fill(text);
  await input.press("Enter");
};

test("a token's current code is shown on request, renewed when its time is over, and hidden again", async () => {
  const time = calm();
  const app = await review(table(3), time);
  await app.page.getByText("T000001", { exact: true }).click();
  await app.screen("details");
  await button(app, "Check its code…").click();
  await app.screen("check");
  const text = () => app.page.locator("body").textContent();
  assert.ok(!(await text()).includes(code("T000001", time)), "not before it is asked for");
  await button(app, "Show current code").click();
  await app.page.getByRole("timer").waitFor();
  const shown = await app.page.evaluate(() => Date.now());
  assert.equal(await digits(app), code("T000001", shown));
  await app.audit();
  await app.page.clock.runFor(60_000);
  await app.page.waitForFunction((old) => document.querySelector(".current-code__digits")?.textContent !== old, await digits(app)).catch(() => {});
  assert.equal(await digits(app), code("T000001", await app.page.evaluate(() => Date.now())));
  await button(app, "Hide code").click();
  await app.page.locator(".current-code__digits").waitFor({ state: "detached" });
  await app.page.keyboard.press("Escape");
  await app.screen("details");
  await app.close();
});

test("a device's code is compared, and its clock measured", async () => {
  const app = await review(table(3));
  await button(app, "Check codes…").click();
  await app.screen("check");
  await app.page.getByText("T000002", { exact: true }).click();
  await app.page.getByRole("heading", { name: "Token T000002" }).waitFor();
  await type(app, "code-of-one", code("T000002", Date.now() - 180_000));
  await app.page.getByText(/This token shows that code: [34] steps/).waitFor();
  await type(app, "code-of-one", code("T000001", Date.now()));
  await app.page.getByText("This token does not show that code.").waitFor();
  await type(app, "code-of-one", "12 34");
  await app.page.getByText("4 digits were typed, but codes here have 6").waitFor();
  await app.close();
});

test("50,000 tokens are searched for a code, the next code tells, and the page stays free", async () => {
  const app = await review(table(50_000));
  await button(app, "Check codes…").click();
  await app.screen("check");
  const wanted = "T031415";
  await app.page.evaluate(() => {
    globalThis.longest = 0;
    let last = performance.now();
    const beat = () => { const now = performance.now(); globalThis.longest = Math.max(globalThis.longest, now - last); last = now; requestAnimationFrame(beat); };
    beat();
  });
  const typed = Date.now();
  await type(app, "code-of-any", code(wanted, typed));
  await app.page.getByRole("button", { name: "Cancel" }).waitFor();
  // The vault answers in the middle of the search: another row is there.
  await app.page.getByRole("grid").focus();
  await app.page.keyboard.press("Control+End");
  await app.page.getByText("T049999", { exact: true }).waitFor();
  await app.page.getByText(/50,000 tokens with 21 steps each were looked at; chance alone would find 1.05/).waitFor();
  const longest = await app.page.evaluate(() => Math.round(globalThis.longest));
  assert.ok(longest < 300, `a frame took ${longest} ms`);
  await app.page.getByText("Next code on the device").waitFor();
  await app.page.getByRole("button", { name: `Check ${wanted}` }).waitFor();
  await app.audit();
  await type(app, "code-of-any", code(wanted, typed + 60_000));
  await app.page.getByText(`Token ${wanted} shows these codes`).waitFor();
  await app.page.getByRole("button", { name: `Check ${wanted}` }).click();
  await app.page.getByRole("heading", { name: `Token ${wanted}` }).waitFor();
  await app.close();
});

test("a search is cancelled", async () => {
  const app = await review(table(50_000));
  await button(app, "Check codes…").click();
  await app.page.getByLabel("Search before and after now").selectOption("200");
  await type(app, "code-of-any", "123456");
  await button(app, "Cancel").click();
  await button(app, "Cancel").waitFor({ state: "detached" });
  assert.equal(await app.page.locator(".check-outcome .message-bar").count(), 0);
  await app.close();
});

test("a computer's clock that is wrong is told, one that is right is not", async () => {
  for (const [ahead, words] of [[0, undefined], [-90_000, "behind the clock"], [45_000, "ahead of the clock"]]) {
    const app = await review(table(2), Date.now() + ahead);
    const answered = app.page.waitForResponse((response) => response.request().method() === "HEAD");
    await button(app, "Check codes…").click();
    await answered;
    if (words) await app.page.getByText(words).waitFor();
    else assert.equal(await app.page.getByText("computer's clock").count(), 0);
    await app.close();
  }
});

test("a clock that could not be checked is told", async () => {
  const app = await review(table(2));
  await app.page.route("**/*", (route) => route.request().method() === "HEAD" ? route.fulfill({ status: 200, headers: {}, body: "" }) : route.continue());
  await button(app, "Check codes…").click();
  await app.page.getByText("could not be checked").waitFor();
  await app.close();
});
