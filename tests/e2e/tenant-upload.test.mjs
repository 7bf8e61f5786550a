// Uploading to the simulated tenant with the real MSAL, under the real host names.

import assert from "node:assert/strict";
import { test } from "node:test";
import { pressed, signIn } from "./account.mjs";
import { base32, seedOf, table } from "./deliveries.mjs";
import { openApp } from "./harness.mjs";
import { shapes, startTenant } from "./tenant.mjs";

const PERMISSION = "Policy.ReadWrite.AuthenticationMethod";
const DEVICES = "graph.microsoft.com/beta/directory/authenticationMethodDevices/hardwareOathDevices";

const button = (app, name) => app.page.getByRole("button", { name, exact: true });
const pill = async (app, name) => Number((await app.page.locator(".pill", { hasText: name }).textContent()).replace(/\D/g, ""));

/** The page, signed in at a tenant, with a batch open and the upload begun. */
async function uploading(tokens, config) {
  const tenant = await startTenant();
  await tenant.configure({ consented: ["User.Read", PERMISSION], ...config });
  const app = await openApp({ tenant });
  await app.screen("start");
  await signIn(app);
  await app.drop([table(tokens)]);
  await app.screen("review");
  await button(app, "Upload to Entra…").click();
  return { tenant, app };
}

test("tokens reach the tenant, none twice, whatever is lost on the way", async () => {
  const { tenant, app } = await uploading(2500);
  await app.screen("plan");
  assert.equal(await app.page.locator(".ready--good").count(), 4);
  await tenant.configure({ faults: [{ method: "PATCH", fault: "lostAnswer" }, { method: "PATCH", fault: { throttled: 1500 } }] });
  await button(app, "Upload 2,500 tokens").click();
  await app.page.getByText(/[1-9]\d\d sent/).waitFor();
  // The network goes and comes back.
  await app.context.setOffline(true);
  await app.page.getByText(/Waiting \d+ s before the next request/).waitFor();
  await app.context.setOffline(false);
  // The access token is no longer taken: MSAL has a new one without a press.
  await tenant.configure({ expireTokens: true });
  await button(app, "Done").waitFor({ timeout: 100_000 });
  assert.equal(await pill(app, "Created"), 2500);
  await app.page.getByText("Seeds were sent to your tenant, and nowhere else").waitFor();
  const { devices, violations } = await tenant.inventory();
  const serials = devices.map((device) => device.serial ?? device.serialNumber);
  assert.equal(new Set(serials).size, serials.length, "no serial number is there twice");
  for (let place = 0; place < 2500; place += 1) assert.ok(serials.includes(`T${String(place).padStart(6, "0")}`));
  assert.deepEqual(violations, []);
  const log = await tenant.log();
  assert.ok(log.some((entry) => entry.hasSeed), "the control: creating requests carry seeds");
  for (const entry of log.filter((entry) => entry.hasSeed)) assert.ok(["PATCH", "POST"].includes(entry.method) && entry.path.endsWith("hardwareOathDevices"), entry.path);
  app.expectTrouble = true; // Chromium tells the console of the lost answers.
  await app.close();
});

test("an upload without trouble sends exactly what its plan said", async () => {
  const { tenant, app } = await uploading(150);
  await app.screen("plan");
  await button(app, "Show the requests").click();
  await app.page.locator(".upload__requests code").nth(1).waitFor();
  const shown = await app.page.locator(".upload__requests code").allTextContents();
  assert.deepEqual(shown, Array(2).fill("PATCH /beta/directory/authenticationMethodDevices/hardwareOathDevices"));
  await button(app, "Upload 150 tokens").click();
  await button(app, "Done").waitFor({ timeout: 60_000 });
  assert.equal(await pill(app, "Created"), 150);
  const asked = shapes(await tenant.log()).filter((shape) => shape.includes("graph.microsoft.com"));
  assert.equal(asked.filter((shape) => shape === `PATCH ${DEVICES}`).length, 2);
  const expected = [`PATCH ${DEVICES}`, `GET ${DEVICES}`, "GET graph.microsoft.com/beta/me/transitiveMemberOf",
    "GET graph.microsoft.com/beta/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/hardwareOath"];
  assert.deepEqual([...new Set(asked)].toSorted(), expected.toSorted());
  await app.close();
});

test("a policy that is off is told before anything is sent, and one press enables it", async () => {
  const { tenant, app } = await uploading(3, { policyEnabled: false });
  const line = app.page.locator(".ready--missing", { hasText: "Policy" });
  await line.getByText("Hardware OATH tokens are disabled").waitFor();
  await line.getByRole("button", { name: "Enable" }).click();
  await app.page.locator(".ready--good", { hasText: "Hardware OATH tokens are enabled for" }).waitFor();
  assert.ok(!(await tenant.log()).some((entry) => entry.hasSeed));
  await app.close();
});

test("a missing role is told before anything is sent", async () => {
  const { tenant, app } = await uploading(3, { policyEnabled: false, roles: [] });
  await app.page.locator(".ready--missing", { hasText: "Role" }).waitFor();
  await app.page.getByText("accessDenied").first().waitFor();
  assert.ok(!(await tenant.log()).some((entry) => entry.hasSeed));
  assert.ok(!app.requests.some((request) => request.includes(base32(seedOf("T000000")))));
  app.expectTrouble = true; // Chromium tells the console of refusals.
  await app.close();
});

test("consent that is missing is asked for in the window, by one press from where the upload waits", async () => {
  const { tenant, app } = await uploading(3, { consented: ["User.Read"] });
  const line = app.page.locator(".ready--missing", { hasText: "Permission" });
  await line.getByText(/Press Continue/).waitFor();
  const link = await line.getByRole("link", { name: "Open the consent page" }).getAttribute("href");
  assert.match(link, /^https:\/\/login\.microsoftonline\.com\/[^/]+\/v2\.0\/adminconsent\?/, "an administrator can be sent the link");
  await app.audit("upload");
  const popup = await pressed(app, () => line.getByRole("button", { name: "Continue" }).click());
  await popup.getByRole("button", { name: /Continue as Ada Admin/ }).click();
  await app.screen("plan");
  // An access token that expires, and a session that does too: the run waits for one press, and goes on.
  await tenant.configure({ expireTokens: true, login: { refresh: "interactionRequired" } });
  await button(app, "Upload 3 tokens").click();
  await app.page.getByText("Waiting for the sign-in").waitFor();
  await app.page.getByText(/Press Continue/).first().waitFor();
  await tenant.configure({ login: {} });
  const again = await pressed(app, () => app.page.locator("main").getByRole("button", { name: "Continue", exact: true }).click());
  await again.getByRole("button", { name: /Continue as Ada Admin/ }).click();
  await button(app, "Done").waitFor({ timeout: 60_000 });
  assert.equal(await pill(app, "Created"), 3);
  app.expectTrouble = true; // Chromium tells the console of refusals.
  await app.close();
});
