// Starts the page, and starts workers for it. The bytes come from `loader`: `cargo xtask seal` puts the page's glue,
// hosted.js and offline.js before this file, `cargo xtask dist --single-file` the glue and embedded.js.
// Rust calls `seedferry.start(role, onFail)`, which returns `{ port, terminate() }` at once; what is posted
// to the port before the vault has arrived waits there; `seedferry.sample(name)`, which promises the bytes of a sample;
// `seedferry.sums()`, the sums of the running files; what `offline` offers; and what `seedferry.account` has, see msal_bridge.js.

const REFUSED = "did not load, or is not the one this page was built with. Reload the page. If this text stays, do not use this copy.";

// What an opener, which reads foreign files, must not have, nor a key maker, nor the vault of the demo tenant: everything that reaches a network or starts more programs.
const TAKEN_FROM_OPENERS = ["fetch", "fetchLater", "XMLHttpRequest", "WebSocket", "WebSocketStream", "EventSource", "WebTransport",
  "importScripts", "Worker", "SharedWorker", "BroadcastChannel", "FontFace", "caches", "CacheStorage", "Cache", "indexedDB"];
const ISOLATE = `for (const name of ${JSON.stringify(TAKEN_FROM_OPENERS)}) {
  for (let scope = self; scope; scope = Object.getPrototypeOf(scope)) Reflect.deleteProperty(scope, name);
  if (name in self) throw new Error(name + " is still there");
}
Reflect.deleteProperty(WorkerNavigator.prototype, "serviceWorker");\n`;
// Follows the vault's glue. The only policy name is used up, so no worker can make another policy; a rejected
// promise becomes an error event, which reaches the page.
const WAIT = `
self.trustedTypes?.createPolicy("vault", {});
self.addEventListener("unhandledrejection", (event) => { throw event.reason; });
self.onmessage = ({ data }) => { self.onmessage = null; initSync({ module: data.module }); start(data.role, data.port); };\n`;

// What may run beside the page: the vault's blobs, the script that keeps the page for times without network, and what the
// loader brings for the sign-in.
const approved = new Set([offline.script, ...loader.scripts].filter(Boolean));
const createScriptURL = (url) => {
  if (approved.has(url)) return url;
  throw new TypeError("Only the page's own scripts may run beside it.");
};
const trusted = (url) => policy.createScriptURL(url);

// The vault: compiled once, started many times, from blobs, which inherit the page's policy on any host.
async function loadVault() {
  const [source, bytes] = await Promise.all([loader.vaultGlue(), loader.vaultWasm()]);
  const module = await WebAssembly.compile(bytes);
  const blob = (...parts) => URL.createObjectURL(new Blob(parts, { type: "text/javascript" }));
  const isolated = blob(ISOLATE, source, WAIT);
  const urls = { vault: blob(source, WAIT), opener: isolated, "key-maker": isolated, demo: isolated };
  Object.values(urls).forEach((url) => approved.add(url));
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

// Files dropped before the page listens; the browser would open them in its place.
const early = [];
const forEarly = { dragover: (event) => event.preventDefault(), drop(event) { event.preventDefault(); early.push(...event.dataTransfer.files); } };
for (const [name, act] of Object.entries(forEarly)) addEventListener(name, act);

// Hands over those, and files that the system opens with the installed app, with the names of what could not be read.
function onLaunch(take) {
  for (const [name, act] of Object.entries(forEarly)) removeEventListener(name, act);
  if (early.length) take(early.splice(0), []);
  globalThis.launchQueue?.setConsumer(async ({ files }) => {
    const read = await Promise.allSettled(files.map(async (handle) => handle.getFile()));
    const unread = files.filter((_, place) => read[place].status === "rejected");
    take(read.flatMap(({ value }) => value ?? []), unread.map(({ name }) => name));
  });
}

function say(text) {
  const place = document.getElementById("boot-message");
  if (!place) return;
  place.textContent = text;
  place.dataset.shown = "";
}

let vault, policy;
if (top !== self) {
  say("Seedferry does not run inside another page, because that page could watch or cover it. Open it in a tab of its own.");
} else if (typeof WebAssembly !== "object" || typeof Worker !== "function") {
  say("Seedferry needs a browser with WebAssembly and workers. Use a current Edge, Chrome, Firefox or Safari.");
} else {
  policy = globalThis.trustedTypes?.createPolicy("vault", { createScriptURL }) ?? { createScriptURL };
  vault = loadVault();
  // Failures are told to whoever calls `start`. What cannot be kept (private windows, an altered copy) runs all the same.
  vault.then(() => offline.script && offline.begin(trusted(offline.script))).catch(() => {});
  const { sample, sums, account } = loader;
  const { kept, onNewer, takeNewer } = offline;
  Object.defineProperty(globalThis, "seedferry", { value: Object.freeze({ start, sample, sums, account, kept, onNewer, takeNewer, onLaunch }) });
  loader.startPage().catch((error) => say(`Seedferry could not start: its program ${REFUSED} (${error.message})`));
}
