// The hunt for secrets: looks for planted seeds, passphrases and keys everywhere a page can leave them.

import { publishedSums } from "./server.mjs";

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** A needle's spellings: raw, hex in both cases, Base32 and Base64. `secret` is text or bytes. */
export function spellings(secret) {
  const bytes = Buffer.from(secret);
  const hex = bytes.toString("hex");
  const base32 = toBase32(bytes);
  const all = { raw: bytes.toString("latin1"), text: bytes.toString("utf8"), hex, HEX: hex.toUpperCase(), base32, "base32, lower case": base32.toLowerCase(),
    base64: unpadded(bytes.toString("base64")), base64url: bytes.toString("base64url") };
  return Object.entries(all);
}

/**
 * Where the needles are, as lines for people; empty when nothing was found.
 *   app      what `openApp` returned
 *   needles  `{ name: secret }`, each secret text or bytes of at least 8 bytes, so that it can't turn up by chance
 */
export async function huntSecrets(app, needles) {
  // The page's own public files, which the browser keeps, hold no secret.
  const own = Object.values(await publishedSums());
  const places = [...await Promise.all(app.page.frames().map((frame) => frame.evaluate(collect, own))).then((all) => all.flat()), ...outside(app)];
  const found = [];
  for (const [name, secret] of Object.entries(needles)) {
    if (Buffer.from(secret).length < 8) throw new Error(`${name} is too short to hunt for`);
    for (const [spelling, text] of spellings(secret)) {
      for (const [place, content] of places) if (content.includes(text)) found.push(`${name} as ${spelling} in ${place}`);
    }
  }
  return found;
}

// What the browser tells the tests: not in the page, but seen by extensions, proxies and servers.
function outside(app) {
  const texts = (place, list) => list.map((text) => [place, safelyDecoded(text)]);
  return [...texts("a console line", app.console), ...texts("an error", app.errors), ...texts("a request", app.requests),
    ...texts("a request that reached the server", app.server.requests), ["the address", safelyDecoded(app.page.url())]];
}

// Runs in the page: `[place, content]` of everything that holds text.
async function collect(own) {
  const places = [];
  const add = (place, value) => {
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
      const bytes = value instanceof ArrayBuffer ? new Uint8Array(value) : new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
      const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
      places.push([place, Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")], [place, hex]);
    } else if (value !== null && typeof value === "object") {
      for (const [key, inner] of Object.entries(value)) add(`${place}.${key}`, inner);
    } else places.push([place, String(value)]);
  };
  const walk = (root) => {
    for (const element of root.querySelectorAll("*")) {
      const name = element.tagName.toLowerCase();
      for (const { name: attribute, value } of element.attributes) add(`<${name} ${attribute}>`, value);
      if ("value" in element) add(`the value of <${name} id="${element.id}">`, element.value);
      if (element.shadowRoot) {
        add(`the shadow of <${name}>`, element.shadowRoot.textContent);
        walk(element.shadowRoot);
      }
    }
  };
  add("the page's text", document.documentElement.textContent);
  walk(document);
  for (const comment of comments()) add("a comment", comment);
  add("the title", document.title);
  add("the window's name", window.name);
  add("the history's state", history.state);
  add("a cookie", document.cookie);
  add("localStorage", { ...localStorage });
  add("sessionStorage", { ...sessionStorage });
  for (const entry of performance.getEntries()) add("a performance entry", entry.name);
  for (const name of await caches.keys()) {
    add("a cache's name", name);
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      add("a cached request", request.url);
      const bytes = await (await cache.match(request)).arrayBuffer();
      const sum = Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)), (byte) => byte.toString(16).padStart(2, "0")).join("");
      if (!own.includes(sum)) add(`the cache ${name}`, bytes);
    }
  }
  for (const { name, version } of await indexedDB.databases()) {
    add("a database's name", name);
    for (const [store, values] of await contents(name, version)) add(`the database ${name}/${store}`, values);
  }
  return places;

  function* comments() {
    const walker = document.createTreeWalker(document, NodeFilter.SHOW_COMMENT);
    while (walker.nextNode()) yield walker.currentNode.data;
  }

  async function contents(name, version) {
    const done = (request) => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const database = await done(indexedDB.open(name, version));
    const stores = Array.from(database.objectStoreNames);
    const all = await Promise.all(stores.map(async (store) => {
      const opened = database.transaction(store).objectStore(store);
      const [keys, values] = await Promise.all([done(opened.getAllKeys()), done(opened.getAll())]);
      return [store, { keys, values }];
    }));
    database.close();
    return all;
  }
}

function toBase32(bytes) {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, "0")).join("");
  return (bits.match(/.{1,5}/g) ?? []).map((five) => BASE32[Number.parseInt(five.padEnd(5, "0"), 2)]).join("");
}

// Padding may be left away, and the last letter of an embedded copy differs: what stands before it does not.
const unpadded = (text) => text.replace(/=+$/, "");

function safelyDecoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
