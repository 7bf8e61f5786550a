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

  /** Makes the newer version the one that is opened from now on; whether it is. */
  takeNewer: async () => !await ask("take over"),
};

const watch = (worker) => worker?.addEventListener("statechange", look);

const look = async () => { if (offline.tell && await ask("newer?").catch(() => false)) offline.tell(); };

// How long the script may take to answer, in milliseconds.
const PATIENCE = 10_000;

// The newest script that is ready knows its own version, and answers whether an older one is still opened.
async function ask(question) {
  const worker = registration?.waiting ?? registration?.active;
  if (!worker) return false;
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise((resolve, reject) => {
    port1.onmessage = ({ data }) => resolve(data);
    setTimeout(() => { port1.close(); reject(new Error("The service worker does not answer.")); }, PATIENCE);
  });
  worker.postMessage(question, [port2]);
  return answer;
}
