// Files that are too large are refused before they are read, with words that say so. The limits stand in the vault's source.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { sample, table } from "./deliveries.mjs";
import { openApp } from "./harness.mjs";

const MIB = 1 << 20;

/** A limit in MiB, read from the source: `const MAX_FILE: u64 = 256 << 20;`. */
async function limit(file, name) {
  const source = await readFile(new URL(`../../crates/vault/src/${file}`, import.meta.url), "utf8");
  const [, mebibytes] = source.match(new RegExp(`const ${name}: u64 = (\\d+) << 20;`));
  return Number(mebibytes);
}

/** Gives the page a file of so many MiB and one byte, which takes no memory: every MiB of it is the same. */
const give = (app, selector, name, mebibytes) => app.page.evaluate(([selector, name, mebibytes, mib]) => {
  const block = new Blob([new Uint8Array(mib)]);
  const transfer = new DataTransfer();
  transfer.items.add(new File([...Array(mebibytes).fill(block), "x"], name));
  const input = document.querySelector(selector);
  if (input.matches("input")) {
    input.files = transfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  } else {
    for (const type of ["dragenter", "dragover", "drop"]) input.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: transfer }));
  }
}, [selector, name, mebibytes, MIB]);

test("a seed file that is too large is refused before it is read", async () => {
  const app = await openApp();
  await app.screen("start");
  await app.vault();
  const most = await limit("opener.rs", "MAX_FILE");
  await give(app, "body", "seeds.zip", most);
  await app.screen("failed");
  await app.page.getByText(`seeds.zip is larger than ${most} MiB`).waitFor();
  await app.page.getByText("A seed file is much smaller.").waitFor();
  await app.close();
});

test("a key file that is too large is refused before it is read", async () => {
  const app = await openApp();
  await app.drop([await sample("shipment-4711.pgp")]);
  await app.screen("ask-private-key");
  await give(app, "main input[type=file]", "ring.gpg", await limit("vault.rs", "MAX_KEY_FILE"));
  await app.page.getByText("ring.gpg could not be read, or is too large for a key file. Choose another file").waitFor();
  assert.equal(await app.screen(), "ask-private-key");
  await app.close();
});

test("a list of users that is too large is refused before it is read", async () => {
  const app = await openApp();
  await app.drop([table(3)]);
  await app.screen("review");
  await app.page.getByRole("button", { name: "Assign users…" }).click();
  await app.page.locator(".batch-form input[type=file]").waitFor({ state: "attached" });
  await give(app, ".batch-form input[type=file]", "users.csv", await limit("vault.rs", "MAX_USER_LIST"));
  await app.page.getByText("users.csv is no text, or larger than any list of users").waitFor();
  await app.close();
});
