// An upload under a stopwatch: the real page and MSAL, against the simulated tenant behind HTTPS.

import { signIn } from "../e2e/account.mjs";
import { table } from "../e2e/deliveries.mjs";
import { watchMemory } from "../e2e/memory.mjs";
import { startTenant } from "../e2e/tenant.mjs";
import { timedApp } from "./app.mjs";
import { heartbeat } from "./stretches.mjs";

const PERMISSIONS = ["User.Read", "Policy.ReadWrite.AuthenticationMethod"];

/** Uploads so many tokens, or only plans that. */
export async function upload(tokens, { run }) {
  const tenant = await startTenant();
  await tenant.configure({ consented: PERMISSIONS });
  const app = await timedApp({ tenant });
  await signIn(app);
  await app.vault();
  const memory = await watchMemory(app);
  await app.drop([table(tokens)]);
  await app.screen("review");
  const vault = await heartbeat(app);
  await app.page.evaluate(() => globalThis.forgetTasks());
  const before = await memory.bytes("vault");
  const button = (name) => app.page.getByRole("button", { name, exact: true });
  await vault.reset();
  await button("Upload to Entra…").click();
  await app.screen("plan");
  await app.page.locator(".upload-list tbody tr").first().waitFor();
  const plan = await vault.longest();
  const figures = { plan, page: 0, seconds: 0, memory: 0, requests: 0, run: 0 };
  if (run) {
    await vault.reset();
    const begun = performance.now();
    await button(`Upload ${tokens.toLocaleString("en")} tokens`).click();
    await button("Done").waitFor({ timeout: 900_000 });
    figures.seconds = (performance.now() - begun) / 1000;
    figures.run = await vault.longest();
    figures.memory = await memory.bytes("vault") - before;
    const log = await tenant.log();
    figures.requests = log.filter(({ path, isPreflight }) => !isPreflight && path.endsWith("hardwareOathDevices")).length;
  }
  figures.page = await app.page.evaluate(() => globalThis.longestTask());
  await app.close();
  tenant.close();
  return figures;
}
