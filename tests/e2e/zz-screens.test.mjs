// Runs last: every screen of the page was visited and audited by one of the journeys before.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { AUDITED } from "./harness.mjs";

// Screens without a journey yet. A screen leaves this list with the journey that reaches it.
const WITHOUT_JOURNEY = ["opening", "ask-zip-password", "ask-message-passphrase", "ask-private-key", "ask-key-passphrase", "failed",
  "review", "details", "export"];

test("every screen was audited", async () => {
  const screens = process.env.SEEDFERRY_SCREENS?.split(",") ?? [];
  assert.ok(screens.length > 0, "SEEDFERRY_SCREENS lists the screens; `cargo xtask test` sets it");
  const audited = new Set((await readFile(AUDITED, "utf8")).trim().split("\n"));
  assert.deepEqual([...audited, ...WITHOUT_JOURNEY].sort(), screens.toSorted());
});
