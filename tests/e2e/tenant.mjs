// A simulated tenant under the real names of Microsoft's hosts: `cargo xtask tenant`, for the tests.
//
//   const tenant = await startTenant();
//   await tenant.configure({ consented: ["User.Read"], faults: [{ method: "PATCH", path: "Devices", fault: "lostAnswer" }] });
//   const app = await openApp({ tenant });
//   …
//   assert.deepEqual(shapes(await tenant.log()), ["GET graph.microsoft.com/beta/me", …]);
//   assert.equal((await tenant.inventory()).devices.length, 62);
//
// What can be configured stands in crates/tenant-server/src/config.rs; a name that is not known there is refused.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { request } from "node:https";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const PROGRAM = join(process.env.CARGO_TARGET_DIR ?? join(ROOT, "target"), "debug", "seedferry-tenant-server");
const CONTROL = "tenant.test";

/** Microsoft's hosts that a tenant answers for. */
export const HOSTS = ["login.microsoftonline.com", "graph.microsoft.com", "login.microsoftonline.us", "graph.microsoft.us",
  "dod-graph.microsoft.us", "login.partner.microsoftonline.cn", "microsoftgraph.chinacloudapi.cn"];

const running = new Set();
let isBuilt = false;

/** Starts one on a free port. It answers at once, unless `configure` says otherwise. */
export async function startTenant() {
  build();
  const child = spawn(PROGRAM, ["--port", "0", "--fast", "--attached"], { stdio: ["pipe", "pipe", "inherit"] });
  running.add(child);
  const [line] = await Promise.race([
    createInterface({ input: child.stdout })[Symbol.asyncIterator]().next().then(({ value }) => [value]),
    new Promise((_, reject) => child.once("exit", (code) => reject(new Error(`the tenant ended with ${code}`)))),
  ]);
  return new Tenant(child, Number(line.match(/:(\d+)$/)[1]));
}

/** Ends every tenant that still runs. */
export function closeTenants() {
  for (const child of running) child.kill();
  running.clear();
}

class Tenant {
  constructor(child, port) {
    this.child = child;
    this.port = port;
  }

  /** Flags for a Chromium that finds Microsoft's hosts here. */
  get flags() {
    const rules = [...HOSTS, CONTROL].map((host) => `MAP ${host}:443 127.0.0.1:${this.port}`);
    return [`--host-resolver-rules=${rules.join(",")}`, "--ignore-certificate-errors"];
  }

  /** Microsoft's hosts as origins. */
  get origins() {
    return HOSTS.map((host) => `https://${host}`);
  }

  /** Changes what is named; `login`, `cors` and `faults` as a whole. */
  configure(config) {
    return this.#ask("POST", "/configure", config);
  }

  /** Everything as at the start; the log too. */
  reset() {
    return this.#ask("POST", "/reset");
  }

  /** Every request: `{ host, method, path, query, headers, bytes, hasSeed, sought, code, batch, isPreflight, status }`. */
  log() {
    return this.#ask("GET", "/log");
  }

  /** What is there, and what was done that must not be: `{ devices, legacy, violations, policyEnabled, consented }`. */
  inventory() {
    return this.#ask("GET", "/inventory");
  }

  close() {
    running.delete(this.child);
    this.child.kill();
  }

  async #ask(method, path, body) {
    const { status, text } = await new Promise((resolve, reject) => {
      const options = { host: "127.0.0.1", port: this.port, method, path, headers: { Host: CONTROL }, rejectUnauthorized: false };
      const asked = request(options, async (response) => {
        let text = "";
        for await (const part of response) text += part;
        resolve({ status: response.statusCode, text });
      });
      asked.on("error", reject).end(body && JSON.stringify(body));
    });
    assert.equal(status, 200, `${method} ${path}: ${text}`);
    return JSON.parse(text);
  }
}

const named = (path) => path.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "{id}");

/** Requests without preflights as `METHOD host/path`, the ids in paths replaced. */
export const shapes = (log) => log.filter((entry) => !entry.isPreflight).map(({ method, host, path }) => `${method} ${host}${named(path)}`);

const LOGIN = /^login\.(microsoftonline\.(com|us)|partner\.microsoftonline\.cn)$/;

// Everything that the page and MSAL ever ask for: method and path, also within a batch. `crates/tenant/tests/shapes.rs` holds
// what the core can send to the same list.
const KNOWN = JSON.parse(readFileSync(new URL("requests.json", import.meta.url), "utf8"));

function isKnown({ host, method, path, batch = [] }) {
  if (LOGIN.test(host)) return KNOWN.login.includes(`${method} ${path.replace(/^\/[^/]+/, "/{tenant}")}`);
  return KNOWN.graph.includes(`${method} ${named(path)}`) && batch.every((inner) => KNOWN.batch.includes(named(inner)));
}

/** Those requests that the page has no reason to make: of a method and path not known above, or at a second host of a kind. */
export function strangers(log) {
  const asked = log.filter(({ isPreflight }) => !isPreflight);
  const first = (isLogin) => asked.find(({ host }) => LOGIN.test(host) === isLogin)?.host;
  const hosts = [first(true), first(false)];
  return shapes(asked.filter((entry) => !hosts.includes(entry.host) || !isKnown(entry)));
}

// `cargo xtask test` has built it already; then this takes a moment only.
function build() {
  if (isBuilt) return;
  const programs = ["--bin", "seedferry-tenant-server", "--example", "convert"];
  const { status } = spawnSync("cargo", ["build", "--quiet", "--workspace", ...programs], { cwd: ROOT, stdio: "inherit" });
  assert.equal(status, 0, "the tenant could not be built");
  isBuilt = true;
}
