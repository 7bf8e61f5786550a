// Tables of no known kind: mapped, the mapping saved and used again, and a recognised table read in another way.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { base32, csv, seedOf } from "./deliveries.mjs";
import { openApp } from "./harness.mjs";
import { SEAL_PASSWORD, sealsAllAsZip } from "./seal.mjs";

const strange = (first) => {
  const row = (number) => `${base32(seedOf(`S${number}`))};left;${number};1`;
  const { bytes } = csv(["Geheimnis;Tasche;Nummer;Minuten", row(first), row(first + 1), row(first + 2)]);
  return { name: `strange-${first}.txt`, bytes };
};

const button = (app, name) => app.page.getByRole("button", { name });
const choose = (app, label, words) => app.page.getByRole("combobox", { name: label, exact: true }).selectOption({ label: words });

test("a strange table is mapped, and its mapping is saved and used again", async () => {
  const app = await openApp();
  await app.drop([strange(710001)]);
  await app.screen("mapping");
  await app.audit();
  assert.ok(!(await app.page.content()).includes(base32(seedOf("S710001"))), "a seed is in the page");
  await choose(app, "Nummer", "Serial number");
  await choose(app, "Minuten", "Time interval");
  await choose(app, "Time intervals are in", "Minutes");
  await app.page.locator(".mapping__preview").getByText("60 s").first().waitFor();
  await app.page.getByText("3 of 3 rows make a token with serial number and seed. Seeds are read as Base32").waitFor();
  const download = app.page.waitForEvent("download");
  await button(app, "Save mapping").click();
  const saved = { name: "column-mapping.json", bytes: await readFile(await (await download).path()) };
  assert.ok(!String(saved.bytes).includes(base32(seedOf("S710001"))), "a seed is in the mapping");
  await button(app, "Read the table").click();
  await app.screen("review");
  await app.page.getByText("710001", { exact: true }).waitFor();

  await app.drop([strange(720001), saved]);
  await app.page.getByText("720001", { exact: true }).waitFor();
  assert.equal(await app.screen(), "review");
  await app.close();
});

test("a mapping that was saved sealed is used again, once its password was typed", async () => {
  const app = await openApp();
  await app.drop([strange(760001)]);
  await app.screen("mapping");
  await choose(app, "Nummer", "Serial number");
  await choose(app, "Minuten", "Time interval");
  await choose(app, "Time intervals are in", "Minutes");
  await app.page.getByText("3 of 3 rows make a token with serial number and seed.").waitFor();
  await sealsAllAsZip(app);
  await app.screen("mapping");
  const { name, bytes } = await app.saved("Save mapping");
  assert.equal(name, "column-mapping.json.zip");
  await button(app, "Cancel").click();
  await app.screen("start");
  await app.drop([strange(770001), { name, bytes }]);
  await app.screen("ask-zip-password");
  await app.page.locator("#ask-input").fill(SEAL_PASSWORD);
  await app.page.locator("#ask-input").press("Enter");
  await app.screen("review");
  await app.page.getByText("770001", { exact: true }).waitFor();
  await app.close();
});

test("a table that was recognised is read in another way", async () => {
  const app = await openApp();
  await app.drop([{ name: "plain.csv", bytes: csv(["serial number,secret key,time interval", `730001,${base32(seedOf("x"))},30`]).bytes }]);
  await app.screen("review");
  await button(app, /^Read differently/).click();
  await app.screen("mapping");
  await choose(app, "time interval", "Not used");
  await button(app, "Read the table").click();
  await app.screen("review");
  await app.page.getByText("plain.csv (Table with chosen columns, seeds in Base32)").waitFor();
  await button(app, /^Read differently/).click();
  await app.screen("mapping");
  await choose(app, "Or read it as", "Entra MFA CSV");
  await button(app, "Read it in this format").click();
  await app.screen("review");
  await app.page.getByText("plain.csv (Entra MFA CSV, seeds in Base32)").waitFor();
  await app.close();
});

test("a seed encoding is shown and can be said otherwise", async () => {
  const either = "ABCDEF23".repeat(4);
  const app = await openApp();
  await app.drop([{ name: "either.csv", bytes: csv(["serial number,secret key,time interval", `740001,${either},30`]).bytes }]);
  await app.screen("review");
  await app.page.getByText("either.csv (Entra MFA CSV, seeds in Base32)").waitFor();
  await button(app, /^Read differently/).click();
  await app.screen("mapping");
  await choose(app, "Seeds are written in", "Hexadecimal");
  await app.page.getByText("Seeds are read as hexadecimal").waitFor();
  await button(app, "Read it in this format").click();
  await app.screen("review");
  await app.page.getByText("either.csv (Entra MFA CSV, seeds in hexadecimal)").waitFor();
  await app.page.keyboard.press("Control+z");
  await app.page.getByText("either.csv (Entra MFA CSV, seeds in Base32)").waitFor();
  await app.close();
});

test("a strange table beside a known one is asked about, and left out", async () => {
  const app = await openApp();
  await app.drop([strange(750001), { name: "known.csv", bytes: csv(["serial number,secret key,time interval", `750009,${base32(seedOf("x"))},60`]).bytes }]);
  await app.screen("mapping");
  await app.page.getByText("The other files can be read.").waitFor();
  await app.audit();
  await button(app, "Leave this file out").click();
  await app.screen("review");
  await app.page.getByText("750009", { exact: true }).waitFor();
  await app.page.getByText("strange-750001.txt was skipped").waitFor();
  await app.close();
});

test("columns beyond the most that are read are told of", async () => {
  const rest = (words) => Array.from({ length: 64 }, (_, place) => `${words}${place}`);
  const row = (serial) => [base32(seedOf(serial)), serial, ...rest("x")].join(";");
  const app = await openApp();
  await app.drop([{ name: "wide.txt", bytes: csv([["Geheimnis", "Nummer", ...rest("Spalte")].join(";"), row("780001"), row("780002")]).bytes }]);
  await app.screen("mapping");
  await app.page.getByText("2 columns behind the 64 shown are not read: move what you need further to the left").waitFor();
  await choose(app, "Nummer", "Serial number");
  await app.page.getByText("2 of 2 rows make a token with serial number and seed").waitFor();
  await app.close();
});
