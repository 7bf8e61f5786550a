// The Chromium of the tests.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];
const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];

const browsers = new Set();

/**
 * A Chromium. `CHROME` names it, as `cargo xtask test` does.
 *   flags   further flags, such as those of a tenant
 *   blocks  whether popups are blocked that no press opened, as in a browser at home
 */
export async function launch({ flags = [], blocks = false } = {}) {
  const executablePath = process.env.CHROME || PLACES.find((place) => existsSync(place));
  assert.ok(executablePath, "No Chrome or Chromium: name one in CHROME");
  const browser = await chromium.launch({
    executablePath, args: [...FLAGS, ...flags], ignoreDefaultArgs: blocks ? ["--disable-popup-blocking"] : [],
  });
  browsers.add(browser);
  return browser;
}

/** Closes every browser that still runs. */
export async function closeBrowsers() {
  for (const browser of browsers) await browser.close();
  browsers.clear();
}
