// The loader of a hosted page: its files lie beside it. Every byte that runs is checked: this script, before which the page's
// glue stands, by the integrity attribute of index.html; both wasm files, the vault's glue and MSAL by the hashes beside it.

const files = document.getElementById("boot").dataset;

// Altered, missing and unreachable look the same to a script.
const checked = (url, integrity) => fetch(url, { integrity, priority: "low" })
  .catch(() => { throw new Error(`The program that opens seed files ${REFUSED}`); });

const loader = {
  workerType: "module",
  startPage: () => __wbg_init({ module_or_path: fetch(files.wasm, { integrity: files.wasmIntegrity }) }),
  vaultGlue: async () => (await checked(files.vaultJs, files.vaultJsIntegrity)).text(),
  vaultWasm: async () => (await checked(files.vaultWasm, files.vaultWasmIntegrity)).arrayBuffer(),
  async sample(name) {
    const response = await fetch(`samples/${name}`);
    if (!response.ok) throw new Error(`${name} does not lie beside the page.`);
    return new Uint8Array(await response.arrayBuffer());
  },
  scripts: [new URL(files.msal, location.href).href],
  account: accountBridge(files),
};
