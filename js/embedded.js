// The loader of the page in one file: everything stands in elements of the page itself, packed with gzip, in Base64.
// Nothing is fetched: the policy of that file has `connect-src 'none'`. The page's glue stands before this, in the same script.

async function embedded(name) {
  const packed = Uint8Array.from(atob(document.getElementById(`embedded-${name}`).textContent), (letter) => letter.charCodeAt(0));
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip")));
}
const bytesOf = async (name) => (await embedded(name)).arrayBuffer();

// A file is at hand already, and one that was replaced is another file.
const offline = { kept: () => true, onNewer() {}, takeNewer: async () => false };

const loader = {
  // The page can't know the sum of the file it stands in.
  sums: () => "",
  // A page from the disk has no origin of which a module could be read; the vault's glue stands here without its exports.
  workerType: "classic",
  startPage: async () => { await __wbg_init({ module_or_path: await bytesOf("page-wasm") }); },
  vaultGlue: async () => (await embedded("vault-glue")).text(),
  vaultWasm: () => bytesOf("vault-wasm"),
  sample: async (name) => new Uint8Array(await bytesOf(`sample-${name}`)),
  scripts: [],
  // Signing in needs requests.
  account: Object.freeze({ isOffered: () => false, cloudName: () => "global", prepare: async () => ({ offered: false }), signOut() {} }),
};
