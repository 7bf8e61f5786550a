// Sealing files as a zip with a password, and opening them with 7-Zip.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

export const SEAL_PASSWORD = "Ferry-crossing-4711";

const run = promisify(execFile);

/** Types a password for the zip, once too short and once differently, and uses it: in the export panel, or where else the choice stands. */
export async function sealsAsZip(app, place = app.page) {
  const use = place.getByRole("button", { name: "Use this password", exact: true });
  await place.getByLabel("Zip with a password").check();
  await place.getByText("Type a password for the zip twice.").waitFor();
  await place.getByLabel("Password of the zip").fill("a");
  await place.getByText(/^About \d bits: weak/).waitFor();
  await place.getByLabel("The same password again").fill("a");
  await use.click();
  await place.getByText("That is too short.").waitFor();
  await place.getByLabel("Password of the zip").fill(SEAL_PASSWORD);
  await place.getByText(/^About \d{2,} bits: /).waitFor();
  await place.getByLabel("The same password again").fill("another");
  await use.click();
  await place.getByText("The two passwords differ.").waitFor();
  await place.getByLabel("Password of the zip").fill(SEAL_PASSWORD);
  await place.getByLabel("The same password again").fill(SEAL_PASSWORD);
  await use.click();
  await place.getByText("A password is set.").waitFor();
  assert.equal(await place.getByLabel("Password of the zip").inputValue(), "");
}

/** Opens the dialog about saving files, and seals them as a zip. */
export async function sealsAllAsZip(app) {
  await app.page.getByRole("button", { name: "Seal them…", exact: true }).click();
  await app.screen("saving");
  const dialog = app.page.getByRole("dialog", { name: "Saving files" });
  await sealsAsZip(app, dialog);
  await dialog.getByRole("button", { name: "Close", exact: true }).click();
  await dialog.waitFor({ state: "detached" });
}

/** What 7-Zip tells of a zip, and the text of the file of that name inside. */
export async function in7z(bytes, name = "entra-tokens.json") {
  const folder = await mkdtemp(join(tmpdir(), "seedferry-"));
  try {
    await writeFile(join(folder, "a.zip"), bytes);
    const listed = await run("7z", ["l", "-slt", `-p${SEAL_PASSWORD}`, "a.zip"], { cwd: folder });
    await run("7z", ["x", `-p${SEAL_PASSWORD}`, "a.zip"], { cwd: folder });
    return { listed: listed.stdout, text: await readFile(join(folder, name), "utf8") };
  } finally {
    await rm(folder, { recursive: true });
  }
}
