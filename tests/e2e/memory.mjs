// The search of memory: what a debugger sees of the page and of each of its workers. That is the texts and names of the
// JavaScript heap (a heap snapshot, which collects garbage first), every WebAssembly memory as a whole, used or free, and
// the buffers that came in, with a message or out of a file. The browser does not list buffers: they are remembered as they come.

const ANSWER_WITHIN = 60_000;
/** Needles are brought into page and workers in disguise: otherwise the next search would find what the last one left. */
const DISGUISE = 0x5a;

/** Has page and workers remember buffers, and workers live on when they are ended; to be called before the page is opened. */
export function prepareSearch(page) {
  return page.addInitScript(({ remember }) => {
    const script = `(${remember})();\n`;
    new Function(script)();
    const isScript = (options) => options?.type === "text/javascript";
    globalThis.Blob = new Proxy(Blob, {
      construct: (target, [parts, options]) => new target(isScript(options) ? [script, ...parts] : parts, options),
    });
    Worker.prototype.terminate = () => {};
  }, { remember: String(rememberBuffers) });
}

/** Begins to follow the workers of a page; to be called before they hold anything. */
export async function watchMemory(app) {
  const memory = new Memory(await app.context.newCDPSession(app.page));
  await memory.follow();
  return memory;
}

class Memory {
  #cdp;
  #targets = new Map([[undefined, { role: "page", chunks: [] }]]);
  #pending = new Map();
  #asked = 0;

  constructor(cdp) {
    this.#cdp = cdp;
  }

  async follow() {
    const cdp = this.#cdp;
    cdp.on("HeapProfiler.addHeapSnapshotChunk", ({ chunk }) => this.#targets.get(undefined).chunks.push(chunk));
    // The service worker runs apart from the page's own workers, and gets nothing from them.
    cdp.on("Target.attachedToTarget", ({ sessionId, targetInfo }) => {
      if (targetInfo.type === "worker") this.#targets.set(sessionId, { role: targetInfo.title, chunks: [] });
    });
    cdp.on("Target.detachedFromTarget", ({ sessionId }) => this.#targets.delete(sessionId));
    cdp.on("Target.receivedMessageFromTarget", ({ sessionId, message }) => {
      const { id, method, params, result, error } = JSON.parse(message);
      if (method === "HeapProfiler.addHeapSnapshotChunk") this.#targets.get(sessionId)?.chunks.push(params.chunk);
      if (id) this.#pending.get(id)?.({ result, error });
    });
    await cdp.send("Target.setAutoAttach", { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  }

  /** What is followed: `page`, `vault`, `opener`, as often as there are of them. */
  get roles() {
    return [...this.#targets.values()].map(({ role }) => role);
  }

  /**
   * Where needles are, as lines for people: *the password as base64 in the heap of the vault*.
   *   needles  `[[name, spelling, bytes]]`
   */
  async search(needles) {
    const lines = [];
    const targets = [...this.#targets];
    // All heaps are read before anything is asked of anybody, because questions leave traces of their own.
    for (const [session, target] of targets) {
      const texts = await this.#texts(session, target);
      for (const [name, spelling, bytes] of needles) {
        const text = bytes.toString("latin1");
        if (texts.some((found) => found.includes(text))) lines.push(`${name} as ${spelling} in the heap of the ${target.role}`);
      }
    }
    for (const [session, { role }] of targets) {
      const owners = { "the WebAssembly memory": await this.#memories(session), "a buffer": await this.#evaluate(session, "globalThis.remembered") };
      for (const [what, owner] of Object.entries(owners)) {
        for (const found of await this.#searchBytes(session, owner, needles)) lines.push(`${found} in ${what} of the ${role}`);
      }
    }
    return [...new Set(lines)].sort();
  }

  /** Bytes of the WebAssembly memories of a role, used or free. */
  async bytes(role) {
    let bytes = 0;
    for (const [session, target] of this.#targets) {
      if (target.role !== role) continue;
      const objectId = await this.#memories(session);
      const functionDeclaration = "function () { return this.reduce((sum, { buffer }) => sum + buffer.byteLength, 0); }";
      const { result } = await this.#send(session, "Runtime.callFunctionOn", { objectId, functionDeclaration, returnByValue: true });
      bytes += result.value;
    }
    return bytes;
  }

  async #texts(session, target) {
    target.chunks.length = 0;
    await this.#send(session, "HeapProfiler.takeHeapSnapshot", { reportProgress: false });
    const { strings } = JSON.parse(target.chunks.join(""));
    target.chunks.length = 0;
    return strings;
  }

  async #memories(session) {
    const prototypeObjectId = await this.#evaluate(session, "WebAssembly.Memory.prototype");
    const { objects } = await this.#send(session, "Runtime.queryObjects", { prototypeObjectId });
    return objects.objectId;
  }

  async #evaluate(session, expression) {
    const { result } = await this.#send(session, "Runtime.evaluate", { expression });
    return result.objectId;
  }

  async #searchBytes(session, objectId, needles) {
    const disguised = needles.map(([name, spelling, bytes]) => [`${name} as ${spelling}`, Array.from(bytes, (byte) => byte ^ DISGUISE)]);
    const { result, exceptionDetails } = await this.#send(session, "Runtime.callFunctionOn", {
      objectId,
      functionDeclaration: String(searchBytes),
      arguments: [{ value: disguised }, { value: DISGUISE }],
      returnByValue: true,
    });
    await this.#send(session, "Runtime.releaseObject", { objectId });
    if (exceptionDetails) throw new Error(exceptionDetails.exception.description);
    return result.value;
  }

  async #send(session, method, params) {
    if (session === undefined) return this.#cdp.send(method, params);
    this.#asked += 1;
    const id = this.#asked;
    const answered = new Promise((resolve) => { this.#pending.set(id, resolve); });
    await this.#cdp.send("Target.sendMessageToTarget", { sessionId: session, message: JSON.stringify({ id, method, params }) });
    const late = new Promise((resolve) => { setTimeout(resolve, ANSWER_WITHIN, { error: { message: "no answer" } }).unref(); });
    const { result, error } = await Promise.race([answered, late]);
    this.#pending.delete(id);
    if (error) throw new Error(`${method}: ${error.message}`);
    return result;
  }
}

// Runs first in the page and in each worker.
function rememberBuffers() {
  const remembered = [];
  globalThis.remembered = remembered;
  const keep = (value) => {
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) remembered.push(value);
    else if (Array.isArray(value)) value.forEach(keep);
    return value;
  };
  const data = Object.getOwnPropertyDescriptor(MessageEvent.prototype, "data");
  Object.defineProperty(MessageEvent.prototype, "data", { ...data, get() { return keep(data.get.call(this)); } });
  const { arrayBuffer } = Blob.prototype;
  Blob.prototype.arrayBuffer = async function () { return keep(await arrayBuffer.call(this)); };
}

// Runs in the page or a worker; `this` is an array of memories, buffers and views.
function searchBytes(needles, disguise) {
  const found = [];
  for (const owner of this) {
    const bytes = new Uint8Array(owner.buffer ?? owner);
    for (const [what, needle] of needles) {
      const first = needle[0] ^ disguise;
      const fits = (at) => needle.every((byte, place) => bytes[at + place] === (byte ^ disguise));
      let at = bytes.indexOf(first);
      while (at !== -1 && !fits(at)) at = bytes.indexOf(first, at + 1);
      if (at !== -1) found.push(what);
    }
  }
  return found;
}
