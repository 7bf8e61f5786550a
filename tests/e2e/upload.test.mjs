// The demo tenant: plan, run and result of an upload, all within the page.

import assert from "node:assert/strict";
import { test } from "node:test";
import { table } from "./deliveries.mjs";
import { openApp } from "./harness.mjs";

const button = (app, name) => app.page.getByRole("button", { name, exact: true });

/** The page in the demo tenant, with a table of so many tokens open. */
async function demo(tokens, options = {}) {
  const app = await openApp(options);
  await button(app, "Try the demo tenant").click();
  await app.page.getByText("DEMO.").waitFor();
  await app.drop([table(tokens, { name: "shipment-4711-aes.zip" })]);
  await app.screen("review");
  return app;
}

test("tokens are uploaded to the demo tenant, and every one has its verdict", async () => {
  const app = await demo(250);
  await button(app, "Upload to Entra…").click();
  await app.page.waitForTimeout(1500);
  await app.page.screenshot({ path: "/tmp/shots/upload.png", fullPage: true });
  await app.screen("plan");
  await button(app, "Upload 250 tokens").click();
  await app.page.waitForTimeout(2500);
  await app.page.screenshot({ path: "/tmp/shots/run.png", fullPage: true });
  await button(app, "Done").waitFor();
  await app.page.screenshot({ path: "/tmp/shots/result.png", fullPage: true });
});
