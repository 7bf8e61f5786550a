// What injected code would try. Each runs in a page or a worker, and answers whether it succeeded. They run from a
// timer, because the browser's debugger, through which tests speak to the page, lifts parts of the policy for the
// moment of its own call.

const later = (attempt) => `new Promise((resolve) => setTimeout(async () => {
  const given = new Promise((stop) => setTimeout(stop, 3000, false));
  try { resolve(await Promise.race([(${attempt})(), given])); } catch { resolve(false); }
}))`;

/** For pages and workers. `foreign` is the origin of a server that lets everybody in. */
const EVERYWHERE = {
  "eval": () => "() => eval('1 + 1') === 2",
  "new Function": () => "() => new Function('return true')()",
  "a timer with text": () => "() => new Promise((resolve) => { self.reached = resolve; setTimeout('self.reached(true)'); })",
  "a foreign fetch": (foreign) => `async () => (await fetch("${foreign}/fetch")).ok`,
  "a foreign module": (foreign) => `async () => (await import("${foreign}/module.js")).ran`,
  "a foreign socket": (foreign) => `() => new Promise((resolve) => {
    const events = new EventSource("${foreign}/events");
    events.onopen = () => resolve(true);
    events.onerror = () => resolve(false);
  })`,
  "a worker from a data address": () => `() => new Promise((resolve) => {
    const worker = new Worker("data:text/javascript,postMessage(true)");
    worker.onmessage = () => resolve(true);
    worker.onerror = () => resolve(false);
  })`,
  "a policy of its own": () => "() => !!(self.trustedTypes.createPolicy('vault', { createScriptURL: (url) => url }))",
};

const PAGE_ONLY = {
  "an injected script": () => `() => {
    const script = document.createElement("script");
    script.textContent = "self.injected = true";
    document.body.append(script);
    return self.injected === true;
  }`,
  "an injected handler": () => `() => new Promise((resolve) => {
    self.reached = resolve;
    const image = document.createElement("img");
    image.setAttribute("onerror", "self.reached(true)");
    image.src = "data:,";
    document.body.append(image);
  })`,
  "innerHTML": () => `() => {
    document.body.appendChild(document.createElement("p")).innerHTML = "<b id='written'></b>";
    return document.getElementById("written") !== null;
  }`,
  "a foreign script": (foreign) => `() => new Promise((resolve) => {
    const script = document.createElement("script");
    script.type = "module";
    script.src = "${foreign}/script.js";
    script.onload = () => resolve(true);
    script.onerror = () => resolve(false);
    document.body.append(script);
  })`,
  "a foreign image": (foreign) => `() => new Promise((resolve) => {
    const image = document.createElement("img");
    image.src = "${foreign}/image.svg";
    image.onload = () => resolve(true);
    image.onerror = () => resolve(false);
  })`,
  "a foreign frame": (foreign) => `() => new Promise((resolve) => {
    const frame = document.createElement("iframe");
    frame.src = "${foreign}/frame";
    self.onmessage = () => resolve(true);
    document.body.append(frame);
  })`,
  "a beacon": (foreign) => `async () => {
    navigator.sendBeacon("${foreign}/beacon", "x");
    await new Promise((resolve) => setTimeout(resolve, 500));
    return performance.getEntriesByName("${foreign}/beacon").length > 0;
  }`,
  "a script of the page's own host that stays": () => `async () => {
    const registration = await navigator.serviceWorker.register("/test/stays.js");
    return registration.unregister();
  }`,
  "a worker from the page's own host": () => `() => new Promise((resolve) => {
    const worker = new Worker("/test/worker.js");
    worker.onmessage = () => resolve(true);
    worker.onerror = () => resolve(false);
  })`,
};

/** Runs attempts where `place` (a page or a worker of playwright) is, and returns `{ name: succeeded }`. */
async function attempt(place, attempts, foreign) {
  const outcomes = {};
  for (const [name, write] of Object.entries(attempts)) outcomes[name] = await place.evaluate(later(write(foreign)));
  return outcomes;
}

/** All that a page may try. */
export const attemptInPage = (page, foreign) => attempt(page, { ...EVERYWHERE, ...PAGE_ONLY }, foreign);

/** All that a worker may try. */
export const attemptInWorker = (worker, foreign) => attempt(worker, EVERYWHERE, foreign);
