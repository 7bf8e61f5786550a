// Sealing an export as a zip with a password, and opening it with 7-Zip.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

export const SEAL_PASSWORD = "Ferry-crossing-4711";

const run = promisify(execFile);
const button = (app, name) => app.page.getByRole("button", { name, exact: true });

/** Types a password for the zip, once differently, and uses it. */
export async function sealsAsZip(app) {
  await app.page.getByLabel("Zip with a password").check();
  await app.page.getByText("Type a password for the zip twice.").waitFor();
  await app.page.getByLabel("Password of the zip").fill(SEAL_PASSWORD);
  await app.page.getByLabel("The same password again").fill("another");
  await button(app, "Use this password").click();
  await app.page.getByText("The two passwords differ.").waitFor();
  await app.page.getByLabel("Password of the zip").fill(SEAL_PASSWORD);
  await app.page.getByLabel("The same password again").fill(SEAL_PASSWORD);
  await button(app, "Use this password").click();
  await app.page.getByText("A password is set.").waitFor();
  assert.equal(await app.page.getByLabel("Password of the zip").inputValue(), "");
}

/** What 7-Zip tells of a zip with the Entra JSON, and the text inside. */
export async function in7z(bytes) {
  const folder = await mkdtemp(join(tmpdir(), "seedferry-"));
  try {
    await writeFile(join(folder, "a.zip"), bytes);
    const listed = await run("7z", ["l", "-slt", `-p${SEAL_PASSWORD}`, "a.zip"], { cwd: folder });
    await run("7z", ["x", `-p${SEAL_PASSWORD}`, "a.zip"], { cwd: folder });
    return { listed: listed.stdout, text: await readFile(join(folder, "entra-tokens.json"), "utf8") };
  } finally {
    await rm(folder, { recursive: true });
  }
}
