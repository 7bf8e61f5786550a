// The first screen.

import { test } from "node:test";
import { openApp } from "./harness.mjs";

test("the start screen is accessible in both themes", async () => {
  const app = await openApp();
  await app.screen("start");
  await app.audit();
  await app.close();
});
