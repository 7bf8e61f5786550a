// Serves the built page to the tests, in the ways that real hosts and attackers do.
//
//   headers   as a good host: with what dist/_headers says
//   meta      as a host that sends no headers of ours: the policy in index.html acts alone
//   bare      without any policy: the control, in which attacks must succeed
//   unchecked as bare, and without any integrity: the control, in which altered files must run
//
// `flip` is a pattern for the path of a file in which one byte is changed on the way; `edit` changes the text of index.html.

import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

export const DIST = fileURLToPath(new URL("../../dist/", import.meta.url));
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm", ".svg": "image/svg+xml",
  ".png": "image/png", ".txt": "text/plain; charset=utf-8", ".json": "application/json", ".webmanifest": "application/manifest+json" };
const INTEGRITY = / (data-[a-z-]+-)?integrity="[^"]*"/g;
const POLICY_META = /<meta http-equiv="Content-Security-Policy"[^>]*>/;

// Files that only the tests need, beside those of dist.
const EXTRA = {
  "/test/worker.js": { type: "text/javascript", body: "postMessage('ran')" },
  "/test/stays.js": { type: "text/javascript", body: "// Does nothing." },
  "/test/framing.html": { type: "text/html", body: "<!doctype html><title>Framing</title><link rel='icon' href='data:,'><iframe src='/' width='800' height='600'></iframe>" },
};

/** The sums of `SHA256SUMS`, by the file's name. */
export async function publishedSums() {
  const lines = (await readFile(join(DIST, "SHA256SUMS"), "utf8")).trim().split("\n");
  return Object.fromEntries(lines.map((line) => line.split("  ").reverse()));
}

/** The headers of dist/_headers for one path, in the way of the hosts that read it. */
export async function productionHeaders(path) {
  const headers = {};
  let applies = false;
  for (const line of (await readFile(join(DIST, "_headers"), "utf8")).split("\n")) {
    if (line.startsWith("#") || line.trim() === "") continue;
    if (!line.startsWith(" ")) applies = line === "/*" || line === path;
    else if (applies) headers[line.slice(0, line.indexOf(":")).trim()] = line.slice(line.indexOf(":") + 1).trim();
  }
  return headers;
}

/**
 * Starts a server on a free port. `requests` is the list of paths it was asked for; `replaced` holds texts by path, to be served in
 * place of the files of dist from then on.
 */
export async function serveDist({ mode = "headers", flip, edit } = {}) {
  const requests = [];
  const replaced = {};
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, "http://localhost").pathname;
    requests.push(request.url);
    try {
      const { type, body } = EXTRA[path] ?? await fileOfDist(path, { mode, flip, edit, replaced });
      const headers = mode === "headers" && !EXTRA[path] ? await productionHeaders(path) : {};
      response.writeHead(200, { "Content-Type": type, ...headers });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  const port = await listen(server);
  return { origin: `http://localhost:${port}`, requests, replaced, close: () => close(server) };
}

const FOREIGN = {
  "/events": { type: "text/event-stream", body: "data: x\n\n" },
  "/image.svg": { type: "image/svg+xml", body: "<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>" },
  "/frame": { type: "text/html", body: "<script>parent.postMessage('framed', '*')</script>" },
};
const SCRIPT = { type: "text/javascript", body: "export const ran = true;" };

/** A server for a few files, `{ path: { type, body } }`. */
export async function serveFiles(files) {
  const server = createServer((request, response) => {
    const file = files[new URL(request.url, "http://localhost").pathname];
    if (file) response.writeHead(200, { "Content-Type": file.type }).end(file.body);
    else response.writeHead(404).end();
  });
  const port = await listen(server);
  return { origin: `http://localhost:${port}`, close: () => close(server) };
}

/** A foreign origin that lets everybody read everything. `hits` are the paths that reached it. */
export async function serveForeign() {
  const hits = [];
  const server = createServer((request, response) => {
    hits.push(request.url);
    const { type, body } = FOREIGN[request.url] ?? SCRIPT;
    response.writeHead(200, { "Access-Control-Allow-Origin": "*", "Content-Type": type }).end(body);
  });
  const port = await listen(server);
  return { origin: `http://127.0.0.1:${port}`, hits, close: () => close(server) };
}

async function fileOfDist(path, { mode, flip, edit = (html) => html, replaced }) {
  const name = normalize(path === "/" ? "/index.html" : path);
  let body = replaced[name] ?? await readFile(join(DIST, name));
  if (name === "/index.html") body = edit(weakened(body.toString(), mode));
  if (flip?.test(name)) body = flipped(body);
  return { type: TYPES[extname(name)] ?? "application/octet-stream", body };
}

function weakened(html, mode) {
  if (mode === "headers" || mode === "meta") return html;
  const open = html.replace(POLICY_META, "");
  return mode === "unchecked" ? open.replace(INTEGRITY, "") : open;
}

// One byte is changed so that the file stays well-formed where that is possible: a blank becomes a tab in a script (what an
// attacker would hide would look as harmless), the last byte of a wasm file's custom section or code otherwise.
function flipped(body) {
  const changed = Buffer.from(body);
  const blank = changed.indexOf(" ");
  const isText = !changed.subarray(0, 4).equals(Buffer.from([0, 0x61, 0x73, 0x6d]));
  const position = isText ? blank : changed.length - 1;
  changed[position] = isText ? 9 : changed[position] ^ 1;
  return changed;
}

const running = new Set();

/** Closes every server that still runs. */
export const closeServers = () => Promise.all([...running].map(close));

const listen = (server) => new Promise((resolve) => {
  running.add(server);
  server.listen(0, "127.0.0.1", () => resolve(server.address().port));
});

const close = (server) => new Promise((resolve) => {
  running.delete(server);
  server.closeAllConnections();
  server.close(resolve);
});
