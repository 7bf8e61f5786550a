// Keeps the page's own files in the browser, so that the page opens without network. `cargo xtask seal` puts VERSION and FILES
// before this: the hash of every file, by the name it has beside this script, "./" being the page itself.
//
// Each version has a cache of its own. The oldest whole one is what the user has; it is served until he takes the newer one, even
// when this script has changed meanwhile. What is not a file of the page, is not asked for with GET or lies on another host goes
// past this script: the time of the host, config.json, wording.txt, redirect.html and sign-in among it.

const HASHED = /^[^/?]+-[0-9a-f]{12,}(_bg)?\.(js|wasm|css)$/;
const scope = self.registration.scope;
// Other pages of the same origin may have caches as well.
const PREFIX = `seedferry ${scope} `;
const OWN = PREFIX + VERSION;

// A newer script follows the older one at once, under the eyes of the page: between two pages, when browsers do it by themselves, the
// next page may wait for an answer for ever (Chromium 150).
self.addEventListener("install", (event) => event.waitUntil(keep().then(() => self.skipWaiting())));

self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  const name = method === "GET" && url.startsWith(scope) ? url.slice(scope.length).split("#")[0] : null;
  if (name === "" || name === "index.html") event.respondWith(kept(scope, event.request));
  else if (name && (Object.hasOwn(FILES, name) || HASHED.test(name))) event.respondWith(kept(url, event.request));
});

// The page asks whether a newer version waits, or wants it now. Answered on the port that comes with the question.
self.addEventListener("message", (event) => event.waitUntil((async () => {
  // What can't be dropped is still the one that is opened: the answer says so.
  if (event.data === "take over") await drop((cache) => cache !== OWN).catch(() => {});
  event.ports[0]?.postMessage(await chosen() !== OWN);
})()));

// All files or none: each is checked against its hash, and the page is put last, which makes the cache a whole one.
async function keep() {
  const fetched = await Promise.all(Object.entries(FILES).map(async ([name, integrity]) =>
    [name, await fetch(name, { integrity, redirect: "error", cache: HASHED.test(name) ? "default" : "no-cache" })]));
  const cache = await caches.open(OWN);
  for (const [name, response] of fetched) await cache.put(name, response);
  const inUse = await chosen();
  await drop((name) => name !== OWN && name !== inUse);
}

async function kept(url, request) {
  const cache = await chosen();
  return (cache && await (await caches.open(cache)).match(url)) ?? fetch(request);
}

/** The name of the oldest whole cache. */
async function chosen() {
  for (const name of await versions()) if (await (await caches.open(name)).match(scope)) return name;
}

const versions = async () => (await caches.keys()).filter((name) => name.startsWith(PREFIX));

const drop = async (unwanted) => Promise.all((await versions()).filter(unwanted).map((name) => caches.delete(name)));
