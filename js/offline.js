// Has the hosted page kept in the browser by service-worker.js, and tells when a newer version waits there.

let registration;

const offline = {
  script: "service-worker.js",

  /** Starts to keep the page. `url` is the script's, approved by the policy. */
  async begin(url) {
    registration = await navigator.serviceWorker?.register(url, { updateViaCache: "none" });
    watch(registration?.installing);
    registration?.addEventListener("updatefound", () => watch(registration.installing));
    look();
  },

  /** Whether the page opens without network from now on. */
  kept: () => Boolean(registration?.active),

  /** Calls `tell` when a newer version is ready. */
  onNewer(tell) {
    offline.tell = tell;
    look();
  },

  /** Makes the newer version the one that is opened from now on. */
  async takeNewer() {
    const newer = registration?.waiting;
    await ask("take over");
    if (newer) await Promise.race([activated(newer), patience()]);
  },
};

// A page that is loaded while one script follows the other may wait for an answer for ever (Chromium 150). The old script may be
// kept busy by another tab; by then the new files are chosen anyway.
const activated = (worker) => new Promise((resolve) => {
  const look = () => { if (worker.state === "activated") resolve(); };
  worker.addEventListener("statechange", look);
  look();
});
const patience = () => new Promise((resolve) => { setTimeout(resolve, 5_000); });

const watch = (worker) => worker?.addEventListener("statechange", look);

const look = async () => { if (offline.tell && await ask("newer?")) offline.tell(); };

// The newest script that is ready knows its own version.
async function ask(question) {
  const worker = registration?.waiting ?? registration?.active;
  if (!worker) return false;
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise((resolve) => { port1.onmessage = ({ data }) => resolve(data); });
  worker.postMessage(question, [port2]);
  return answer;
}
