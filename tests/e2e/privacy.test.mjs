// The proof of privacy: a whole journey with planted seeds, a password and a private key, under the headers, again
// with the meta policy alone, and again with the page in one file, opened from the disk without network. Nothing is asked of any host after the page's own files, and the secrets are nowhere but
// where they were revealed, copied or saved. That the hunt can find is shown in hunt.test.mjs.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { KEY_PASSPHRASE, PASSWORD, SERIALS, base32, csv, needles, sample, seedOf } from "./deliveries.mjs";
import { openApp } from "./harness.mjs";
import { huntSecrets } from "./hunt.mjs";

const button = (app, name) => app.page.getByRole("button", { name });
const answer = async (app, screen, text) => {
  await app.screen(screen);
  await app.page.locator("#ask-input").fill(text);
  await app.page.keyboard.press("Enter");
};

test("a seed in the wrong column is shown nowhere", async () => {
  const seed = seedOf("shifted");
  const text = base32(seed);
  const header = "serial number,secret key,time interval,manufacturer,model";
  const shifted = {
    "upn missing in the rows": [`upn,${header}`, `10001001,${text},60,Deepnet Security,SafeID/Classic`],
    "upn missing in the header": [header, `a@example.org,10001001,${text},60,Deepnet Security,SafeID/Classic`],
    "headings swapped": ["secret key,serial number,time interval,manufacturer,model", `10001001,${text},60,Deepnet Security,SafeID/Classic`],
    "twice": [header, `10001001,${text},${text},Deepnet Security,SafeID/Classic`],
  };
  for (const [what, lines] of Object.entries(shifted)) {
    const app = await openApp();
    await app.drop([csv(lines)]);
    await app.screen("review");
    await app.page.locator(".grid__body [role=row]").first().click();
    await app.page.keyboard.press("Enter");
    assert.deepEqual(await huntSecrets(app, { "the seed": seed }), [], what);
    await app.close();
  }
});

test("the control: what page, vault and opener ask of a host is seen", async () => {
  const app = await openApp({ expectTrouble: true });
  const vault = await app.vault();
  await app.page.evaluate(() => { globalThis.seedferry.start("opener", console.error); });
  const opener = await app.worker("opener");
  const { origin } = app.server;
  await app.page.evaluate((url) => fetch(url), `${origin}/?from-page`);
  await vault.evaluate((url) => fetch(url), `${origin}/?from-vault`);
  await opener.evaluate((url) => import(url).catch(() => {}), `${origin}/?from-opener`);
  for (const place of ["page", "vault", "opener"]) assert.ok(app.server.requests.some((request) => request.includes(`from-${place}`)), place);
  await app.close();
});

for (const mode of ["headers", "meta", "file"]) {
  test(`from load to saved JSON nothing leaves and nothing is left behind, with the policy from ${mode}`, async () => {
    const app = await openApp({ mode });
    const secrets = { ...await needles(), "the password": PASSWORD, "the passphrase": KEY_PASSPHRASE };
    // The start screen shows the samples' passwords on purpose: these two are hunted when it is gone.
    const hunt = async (step, { except = [] } = {}) => {
      const hunted = Object.fromEntries(Object.entries(secrets).filter(([name]) => !except.includes(name)));
      assert.deepEqual(await huntSecrets(app, hunted), [], step);
    };
    await app.screen("start");
    await app.vault();
    if (mode !== "file") await app.kept();
    const loaded = app.requests.length;
    const reached = app.server.requests.length;
    await hunt("start", { except: ["the password", "the passphrase"] });

    await app.drop([await sample("shipment-4711-zip-in.pgp", "delivery.pgp")]);
    await app.screen("ask-private-key");
    await hunt("the key is asked for");
    await app.choose([await sample("sample-private-key.asc")], "main input[type=file]");
    await answer(app, "ask-key-passphrase", KEY_PASSPHRASE);
    await app.screen("ask-zip-password");
    await hunt("the password is asked for");
    await answer(app, "ask-zip-password", `not-${PASSWORD}`);
    await app.page.getByText("That password does not open it").waitFor();
    await hunt("a wrong password was given");
    await answer(app, "ask-zip-password", PASSWORD);

    await app.screen("review");
    await app.page.getByText(SERIALS[0], { exact: true }).waitFor();
    await hunt("review");
    await app.page.getByText(SERIALS[0], { exact: true }).click();
    await app.screen("details");
    await hunt("details");
    await button(app, "Reveal seed").click();
    await button(app, "Hide").waitFor();
    await hunt("one seed is revealed", { except: [`the seed of ${SERIALS[0]}`] });
    await button(app, "Hide").click();
    await button(app, "Close details").click();
    await hunt("it is hidden again");

    await button(app, "Export…").click();
    await app.screen("export");
    const download = app.page.waitForEvent("download");
    await app.save("Save entra-tokens.json");
    const file = await readFile(await (await download).path(), "utf8");
    assert.ok(file.includes(base32(seedOf(SERIALS[0]))), "the saved file holds the seeds");
    await hunt("saved");
    await button(app, "Copy entra-tokens.json").click();
    await app.page.getByText("The clipboard holds seeds.").waitFor();
    await hunt("copied");
    await button(app, "Clear now").click();
    await app.page.getByText("The clipboard holds seeds.").waitFor({ state: "hidden" });
    await button(app, "Wipe").click();
    await app.screen("start");
    await hunt("wiped", { except: ["the password", "the passphrase"] });

    const asked = app.server.requests.length;
    assert.equal(asked, reached, "requests that reached the server");
    const later = app.requests.slice(loaded).filter((request) => !/ blob:/.test(request));
    assert.deepEqual(later, [], "requests after the page's own files");
    await app.close();
  });
}
