// The loader of a hosted page: its files lie beside it. Every byte that runs is checked: this script, before which the page's
// glue stands, by the integrity attribute of index.html; both wasm files, the vault's glue and MSAL by the hashes beside it.

const boot = document.getElementById("boot");
const files = boot.dataset;

// Altered, missing and unreachable look the same to a script.
const checked = (url, integrity) => fetch(url, { integrity, priority: "low" })
  .catch(() => { throw new Error(`The program that opens seed files ${REFUSED}`); });

// As a line of SHA256SUMS.
const sum = (url, integrity) => {
  const bytes = Array.from(atob(integrity.replace("sha256-", "")), (letter) => letter.charCodeAt(0));
  return `${bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("")}  ${url.replace(/.*\//, "")}\n`;
};

const loader = {
  workerType: "module",
  /** The sums of all files that run, as they are checked. */
  sums() {
    const style = document.querySelector("link[rel=stylesheet]");
    return [[boot.src, boot.integrity], [style.href, style.integrity], [files.wasm, files.wasmIntegrity],
      [files.vaultJs, files.vaultJsIntegrity], [files.vaultWasm, files.vaultWasmIntegrity], [files.msal, files.msalIntegrity]].map(([url, integrity]) => sum(url, integrity)).join("");
  },
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
