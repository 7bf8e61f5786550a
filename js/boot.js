// Starts the page, and starts workers for it. The bytes come from `loader`: `cargo xtask seal` puts the page's glue and
// hosted.js before this file, `cargo xtask dist --single-file` the glue and embedded.js.
// Rust calls `seedferry.start(role, onFail)`, which returns `{ port, terminate() }` at once; what is posted
// to the port before the vault has arrived waits there; `seedferry.sample(name)`, which promises the bytes of a sample; and
// what `seedferry.account` has, see msal_bridge.js.

const REFUSED = "did not load, or is not the one this page was built with. Reload the page. If this text stays, do not use this copy.";

// What an opener, which reads foreign files, must not have, nor the vault of the demo tenant: everything that reaches a network or starts more programs.
const TAKEN_FROM_OPENERS = ["fetch", "fetchLater", "XMLHttpRequest", "WebSocket", "WebSocketStream", "EventSource", "WebTransport",
  "importScripts", "Worker", "SharedWorker", "BroadcastChannel", "FontFace", "caches", "CacheStorage", "Cache", "indexedDB"];
const ISOLATE = `for (const name of ${JSON.stringify(TAKEN_FROM_OPENERS)}) {
  for (let scope = self; scope; scope = Object.getPrototypeOf(scope)) Reflect.deleteProperty(scope, name);
  if (name in self) throw new Error(name + " is still there");
}\n`;
// Follows the vault's glue. The only policy name is used up, so no worker can make another policy; a rejected
// promise becomes an error event, which reaches the page.
const WAIT = `
self.trustedTypes?.createPolicy("vault", {});
self.addEventListener("unhandledrejection", (event) => { throw event.reason; });
self.onmessage = ({ data }) => { self.onmessage = null; initSync({ module: data.module }); start(data.role, data.port); };\n`;

// The only scripts that may be started from here: the vault's, and what the loader brings for the sign-in.
const runnable = new Set(loader.scripts);
const createScriptURL = (url) => {
  if (runnable.has(url)) return url;
  throw new TypeError("Only the vault's own script may run as a worker.");
};
const policy = globalThis.trustedTypes?.createPolicy("vault", { createScriptURL }) ?? { createScriptURL };
const trusted = (url) => policy.createScriptURL(url);

// The vault: compiled once, started many times, from blobs, which inherit the page's policy on any host.
async function loadVault() {
  const [source, bytes] = await Promise.all([loader.vaultGlue(), loader.vaultWasm()]);
  const module = await WebAssembly.compile(bytes);
  const blob = (...parts) => URL.createObjectURL(new Blob(parts, { type: "text/javascript" }));
  const isolated = blob(ISOLATE, source, WAIT);
  const urls = { vault: blob(source, WAIT), opener: isolated, demo: isolated };
  Object.values(urls).forEach((url) => runnable.add(url));
  return { module, urls };
}

function start(role, onFail) {
  const { port1, port2 } = new MessageChannel();
  let worker;
  let ended = false;
  const fail = (reason) => { if (!ended) onFail(String(reason)); };
  vault.then(({ module, urls }) => {
    if (ended) return;
    worker = new Worker(trusted(urls[role]), { type: loader.workerType, name: role });
    worker.onerror = (event) => fail(event.message || "The worker could not start.");
    worker.onmessageerror = () => fail("A message to the worker could not be read.");
    worker.postMessage({ module, role, port: port2 }, [port2]);
  }).catch((error) => fail(error.message));
  return Object.freeze({ port: port1, terminate() { ended = true; worker?.terminate(); port1.close(); } });
}

function say(text) {
  const place = document.getElementById("boot-message");
  if (!place) return;
  place.textContent = text;
  place.dataset.shown = "";
}

let vault;
if (top !== self) {
  say("Seedferry does not run inside another page, because that page could watch or cover it. Open it in a tab of its own.");
} else if (typeof WebAssembly !== "object" || typeof Worker !== "function") {
  say("Seedferry needs a browser with WebAssembly and workers. Use a current Edge, Chrome, Firefox or Safari.");
} else {
  vault = loadVault();
  vault.catch(() => {}); // Told to whoever calls `start`.
  Object.defineProperty(globalThis, "seedferry", { value: Object.freeze({ start, sample: loader.sample, account: loader.account }) });
  loader.startPage().catch((error) => say(`Seedferry could not start: its program ${REFUSED} (${error.message})`));
}
