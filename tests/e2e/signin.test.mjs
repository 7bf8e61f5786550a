// Signing in with the real MSAL at the simulated tenant: every way it can end, and that no token is left anywhere.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { CLIENT, SIGNED_IN, isTokenAnswer, keepTokens, openPanel, pressed, signIn } from "./account.mjs";
import { PASSWORD, SERIALS, sample } from "./deliveries.mjs";
import { openApp } from "./harness.mjs";
import { huntSecrets } from "./hunt.mjs";
import { DIST, productionHeaders } from "./server.mjs";
import { shapes, startTenant } from "./tenant.mjs";

const READ = "Policy.Read.All";

const button = (app, name) => app.page.getByRole("button", { name, exact: true });
const says = (app, text) => app.page.getByText(text).first().waitFor();

/** The page at a tenant, with what it was given of tokens, to be hunted. */
async function open({ config = { consented: ["User.Read"] }, ...options } = {}) {
  const tenant = await startTenant();
  await tenant.configure(config);
  const app = await openApp({ tenant, ...options });
  keepTokens(app);
  return { tenant, app };
}

const canPress = (app) => app.page.waitForFunction(() => !document.querySelector(".sign-in button[type=submit]").disabled);

async function openBatch(app) {
  await app.screen("start");
  await app.drop([await sample("shipment-4711-aes.zip")]);
  await app.screen("ask-zip-password");
  await app.page.locator("#ask-input").fill(PASSWORD);
  await app.page.keyboard.press("Enter");
  await app.screen("review");
}

/** The batch of `openBatch` is still there, whatever became of the window. */
async function hasBatch(app) {
  await app.screen("review");
  for (const serial of [SERIALS[0], SERIALS.at(-1)]) await app.page.getByText(serial, { exact: true }).first().waitFor();
}

for (const mode of ["headers", "meta"]) {
  test(`an account signs in and out, and no token is left anywhere, with the policy from ${mode}`, async () => {
    const { tenant, app } = await open({ mode });
    await app.screen("start");
    // By the page itself: the script that keeps the page for times without network fetches all of its files.
    const hasLibrary = () => app.page.evaluate(() => performance.getEntriesByType("resource").some(({ name }) => /\/msal-/.test(name)));
    assert.equal(await hasLibrary(), false, "Microsoft's library is not loaded before it is wanted");
    await openPanel(app);
    await app.audit();
    const popup = await pressed(app);
    await says(app, "Waiting for the sign-in window");
    await app.audit();
    await popup.getByRole("button", { name: /Continue as Ada Admin/ }).click();
    await button(app, SIGNED_IN).waitFor();
    assert.equal(await hasLibrary(), true, "the control: then it is");
    await app.screen("start");
    await says(app, "No seed has left this browser");
    assert.equal(Object.keys(app.tokens).length, 2);
    const hunt = async (step) => assert.deepEqual(await huntSecrets(app, app.tokens), [], step);
    await hunt("signed in");
    // The policy can be read with a permission that nobody has asked for yet.
    await button(app, "1 thing not checked").click();
    await app.screen("sign-in");
    await says(app, "Signing out forgets account and tokens here");
    await app.page.locator("dialog .ready--good", { hasText: "Role" }).waitFor();
    await app.page.locator("dialog .ready--missing", { hasText: "Permission" }).waitFor();
    const asked = async () => shapes(await tenant.log()).filter((shape) => shape.endsWith("/me/transitiveMemberOf")).length;
    assert.equal(await asked(), 1, "the role is looked up at sign-in");
    await Promise.all([app.context.waitForEvent("response", (response) => response.url().includes("/me/transitiveMemberOf")),
      app.page.getByRole("dialog").getByRole("button", { name: "Check again" }).click()]);
    await app.page.locator("dialog .ready--good", { hasText: "Role" }).waitFor();
    assert.equal(await asked(), 2, "and again on demand");
    await app.page.getByText("For administrators").click();
    await app.audit();
    await hunt("the account's panel");
    await app.page.getByRole("dialog").getByRole("button", { name: "Sign out" }).click();
    await app.page.keyboard.press("Escape");
    await app.screen("start");
    await button(app, "Sign in…").waitFor();
    await hunt("signed out");
    // What Graph is asked about readiness stands in the tests of the upload.
    assert.deepEqual(shapes(await tenant.log()).filter((shape) => !shape.includes(" graph.")), [
      "GET login.microsoftonline.com/organizations/oauth2/v2.0/authorize",
      "POST login.microsoftonline.com/organizations/oauth2/v2.0/authorize",
      "POST login.microsoftonline.com/organizations/oauth2/v2.0/token",
    ]);
    const [{ query }] = await tenant.log();
    assert.equal(new URLSearchParams(query).get("scope"), "User.Read openid profile offline_access", "the least that signs in");
    await app.close();
  });
}

test("a declined consent is said, the batch stays, and the next press may go well", async () => {
  const { app } = await open({ config: { consented: [] } });
  await openBatch(app);
  await openPanel(app);
  const popup = await pressed(app);
  await popup.getByRole("button", { name: "Decline" }).click();
  await says(app, "Nothing was granted");
  await app.audit();
  const again = await pressed(app);
  await again.getByRole("button", { name: /Continue as Ada Admin/ }).click();
  await button(app, SIGNED_IN).waitFor();
  await hasBatch(app);
  await app.close();
});

test("a blocked window is said, the batch stays, and the press after that opens it", async () => {
  const { app } = await open({ blocksPopups: true });
  await openBatch(app);
  await openPanel(app);
  await canPress(app);
  // One press opens one window, and another one used it up.
  await button(app, "Sign in").evaluate((element) => {
    open("about:blank").close();
    element.click();
  });
  await says(app, "Your browser blocked the sign-in window");
  const popup = await pressed(app);
  await popup.getByRole("button", { name: /Continue as Ada Admin/ }).click();
  await button(app, SIGNED_IN).waitFor();
  await hasBatch(app);
  await app.close();
});

test("a closed window is waited for until Cancel, at once; a late answer signs nobody in", async () => {
  const { tenant, app } = await open();
  await openBatch(app);
  await openPanel(app);
  await (await pressed(app)).close();
  await says(app, "Waiting for the sign-in window");
  await button(app, "Cancel sign-in").click();
  await says(app, "The sign-in was cancelled");
  const popup = await pressed(app);
  await button(app, "Cancel sign-in").click();
  await says(app, "The sign-in was cancelled");
  const answered = app.context.waitForEvent("response", isTokenAnswer);
  await popup.getByRole("button", { name: /Continue as Ada Admin/ }).click();
  await answered;
  await button(app, "Sign in").waitFor();
  assert.equal(await app.page.locator(".account .icon").count(), 1, "nobody is signed in");
  assert.deepEqual(await huntSecrets(app, app.tokens), []);
  const third = await pressed(app);
  await third.getByRole("button", { name: /Continue as Ada Admin/ }).click();
  await button(app, SIGNED_IN).waitFor();
  await hasBatch(app);
  assert.ok((await tenant.log()).length > 4);
  await app.close();
});

test("what Conditional Access demands is passed on, silently first and then through the window", async () => {
  const { tenant, app } = await open({ expectTrouble: true });
  await openBatch(app);
  await signIn(app);
  await tenant.configure({ login: { claimsNeedInteraction: true } });
  const demand = JSON.stringify({ access_token: { acrs: { essential: true, value: "c1" } } });
  const silent = await app.page.evaluate(async (claims) => (await seedferry.account.renew("User.Read", claims)).press, demand);
  assert.equal(silent, true);
  const popup = await pressed(app, () => app.page.evaluate((claims) => {
    globalThis.answer = seedferry.account.goOn("User.Read", claims);
  }, demand));
  await popup.getByRole("button", { name: /Continue as Ada Admin/ }).click();
  const granted = await app.page.evaluate(async () => {
    const { token, upn } = await globalThis.answer;
    delete globalThis.answer;
    return [token !== undefined, upn];
  });
  assert.deepEqual(granted, [true, "admin@contoso.example"]);
  const asked = (await tenant.log()).filter(({ path, method }) => path.endsWith("/authorize") && method === "GET").at(-1);
  const claims = JSON.parse(new URLSearchParams(asked.query).get("claims"));
  assert.deepEqual(claims.access_token, { acrs: { essential: true, value: "c1" } });
  await hasBatch(app);
  assert.deepEqual([await huntSecrets(app, app.tokens), app.violations], [[], []]);
  await app.close();
});

test("a session that ended or lacks consent asks for one press; Wipe ends it", async () => {
  const { tenant, app } = await open({ expectTrouble: true });
  await signIn(app);
  const renew = (scope) => app.page.evaluate(async (scope) => {
    const { token, ...rest } = await seedferry.account.renew(scope, undefined);
    return { ...rest, granted: token !== undefined };
  }, scope);
  const fresh = await renew("User.Read");
  assert.deepEqual([fresh.granted, fresh.scopes.split(" ").includes("User.Read")], [true, true], JSON.stringify(fresh));
  assert.equal(shapes(await tenant.log()).filter((shape) => shape.endsWith("/token")).length, 2, "MSAL keeps no access token: each is a fresh one");
  const lacking = await renew(READ);
  assert.deepEqual([lacking.granted, lacking.press], [false, true], JSON.stringify(lacking));
  for (const refresh of ["interactionRequired", "invalidGrant"]) {
    await tenant.configure({ login: { refresh } });
    const expired = await renew("User.Read");
    assert.deepEqual([expired.granted, expired.press], [false, true], JSON.stringify([refresh, expired]));
  }
  await button(app, "Wipe").click();
  await button(app, "Sign in…").waitFor();
  assert.equal((await renew("User.Read")).code, "no_account");
  assert.deepEqual(await huntSecrets(app, app.tokens), []);
  // The browser itself notes the three refusals; nothing else may have gone wrong.
  assert.deepEqual([app.console.filter((line) => !/status of 400/.test(line)), app.errors, app.violations], [[], [], []]);
  await app.close();
});

test("a host presets ids; what it may not preset is refused and said", async () => {
  const { app } = await open();
  const preset = async (config) => {
    await app.context.unroute("**/config.json");
    await app.context.route("**/config.json", (route) => route.fulfill({ contentType: "application/json", body: JSON.stringify(config) }));
    await app.page.reload();
    await app.screen("start");
    await button(app, "Sign in…").click();
    await app.page.getByText("Getting Microsoft's sign-in library").waitFor({ state: "hidden" });
  };
  await preset({ clientId: CLIENT, tenant: "contoso.example", note: "Questions: help desk 4711" });
  assert.equal(await app.page.getByLabel("Application (client) ID").inputValue(), CLIENT);
  await says(app, "Questions: help desk 4711");
  const popup = await pressed(app);
  await popup.waitForURL(/^https:\/\/login\.microsoftonline\.com\/contoso\.example\//);
  await preset({ clientId: CLIENT, authority: "https://login.example.com" });
  await says(app, /config\.json beside this page was refused: unknown field `authority`/);
  assert.equal(await app.page.getByLabel("Application (client) ID").inputValue(), "");
  assert.ok(await button(app, "Sign in").isDisabled());
  await app.audit();
  await app.close();
});

test("settings are kept only when wanted, a wrong one is said, another cloud needs another page", async () => {
  const { app } = await open();
  const stored = () => app.page.evaluate(() => ({ ...localStorage, ...sessionStorage }));
  await openPanel(app);
  await app.page.getByLabel(/^Tenant/).fill("common");
  await says(app, "Personal accounts have no tenant");
  await app.page.getByLabel(/^Tenant/).fill("contoso.example");
  const cloud = app.page.locator(".sign-in select");
  await cloud.selectOption("china");
  await says(app, "cargo xtask dist --cloud china");
  assert.ok(await button(app, "Sign in").isDisabled());
  await cloud.selectOption("global");
  assert.deepEqual(await stored(), {});
  await app.page.getByLabel(/Keep these settings/).check();
  await app.page.waitForFunction(() => localStorage.length === 1);
  assert.deepEqual(Object.values(await stored()), [JSON.stringify({ clientId: CLIENT, tenant: "contoso.example", cloud: "global" })]);
  await app.page.reload();
  await button(app, "Sign in…").click();
  const keep = app.page.getByLabel(/Keep these settings/);
  await app.page.waitForFunction((id) => document.getElementById("sign-in-client")?.value === id, CLIENT);
  await keep.uncheck();
  await app.page.waitForFunction(() => localStorage.length === 0);
  await app.close();
});

test("a page for a national cloud asks its hosts alone, and says what is not offered there", async () => {
  // What `cargo xtask dist --cloud china` writes into index.html, in place of what is there.
  const edit = (html) => html.replace(/data-cloud="[a-z0-9-]+"/, 'data-cloud="china"')
    .replace(/(connect-src 'self')[^;"]*/, "$1 https://login.partner.microsoftonline.cn https://microsoftgraph.chinacloudapi.cn");
  const { tenant, app } = await open({ mode: "meta", edit });
  await openPanel(app);
  await says(app, "Microsoft does not offer its API for hardware tokens in the cloud China (21Vianet)");
  const popup = await pressed(app);
  await popup.getByRole("button", { name: /Continue as Ada Admin/ }).click();
  await button(app, SIGNED_IN).waitFor();
  const log = await tenant.log();
  assert.deepEqual([...new Set(log.map(({ host }) => host))], ["login.partner.microsoftonline.cn", "microsoftgraph.chinacloudapi.cn"]);
  assert.match(new URLSearchParams(log[0].query).get("scope"), /^https:\/\/microsoftgraph\.chinacloudapi\.cn\/User\.Read /);
  await app.close();
});

test("an administrator consents through the link, and comes back to a page that runs nothing of ours", async () => {
  const { tenant, app } = await open({ config: { consented: [] } });
  await openPanel(app);
  await app.page.getByText("For administrators").click();
  const link = app.page.getByRole("link", { name: "Open the consent page" });
  const [admin] = await Promise.all([app.context.waitForEvent("page"), link.click()]);
  await admin.getByRole("button", { name: "Accept" }).click();
  await admin.getByText("Microsoft's answer has arrived").waitFor();
  assert.ok((await tenant.inventory()).consented.includes("Policy.ReadWrite.AuthenticationMethod"));
  const scripts = await admin.evaluate(() => [...document.scripts].map((script) => new URL(script.src).pathname.replace(/[0-9a-f]{16}/, "HASH")));
  assert.deepEqual(scripts, ["/redirect-HASH.js"]);
  await button(app, "Copy link").click();
  await says(app, "Copied. It holds no seeds");
  await app.close();
});

test("an altered library is refused and said", async () => {
  const { app } = await open({ flip: /^\/msal-/, expectTrouble: true });
  await button(app, "Sign in…").click();
  await says(app, "sign-in library did not load");
  await app.page.getByLabel("Application (client) ID").fill(CLIENT);
  assert.ok(await button(app, "Sign in").isDisabled());
  await app.close();
});

test("the panel works by keyboard, on a narrow screen and without a pointer", async () => {
  const { app } = await open({ prepare: (page) => page.setViewportSize({ width: 320, height: 640 }) });
  await app.screen("start");
  await button(app, "Sign in…").focus();
  await app.page.keyboard.press("Enter");
  await app.screen("sign-in");
  await app.page.getByLabel("Application (client) ID").focus();
  await app.page.keyboard.type(CLIENT);
  await canPress(app);
  const [popup] = await Promise.all([app.page.waitForEvent("popup"), app.page.keyboard.press("Enter")]);
  await app.page.keyboard.press("Escape");
  await app.screen("start");
  await popup.close();
  assert.equal(await app.page.evaluate(() => document.activeElement.textContent), "Sign in…", "the focus is where it was");
  assert.ok(await app.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing is cut off");
  await app.close();
});

test("redirect.html is not isolated from its window, the page is; MSAL is the file that npm has", async () => {
  const opener = "Cross-Origin-Opener-Policy";
  assert.equal((await productionHeaders("/"))[opener], "same-origin");
  assert.equal((await productionHeaders("/redirect.html"))[opener], undefined);
  const html = await readFile(`${DIST}index.html`, "utf8");
  const name = html.match(/data-msal="([^"]+)"/)[1];
  const [ours, npms] = await Promise.all([readFile(`${DIST}${name}`),
    readFile(new URL("../../node_modules/@azure/msal-browser/lib/msal-browser.min.js", import.meta.url))]);
  assert.ok(ours.equals(npms));
});
