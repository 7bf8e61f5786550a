// Runs last: every screen of the page was visited and audited by one of the journeys before.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { AUDITED } from "./harness.mjs";

test("every screen was audited", async () => {
  const screens = process.env.SEEDFERRY_SCREENS?.split(",") ?? [];
  assert.ok(screens.length > 0, "SEEDFERRY_SCREENS lists the screens; `cargo xtask test` sets it");
  const audited = new Set((await readFile(AUDITED, "utf8")).trim().split("\n"));
  assert.deepEqual([...audited].sort(), screens.toSorted());
});
