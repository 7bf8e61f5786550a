// The peers, in a blank page of the same browser: milliseconds to decrypt into a Uint8Array, from the passphrase on.

const ZIP = "/node_modules/@zip.js/zip.js/index.min.js";
const PGP = "/node_modules/openpgp/dist/openpgp.min.mjs";

/** Opens a blank page with both peers loaded. */
export async function openPeers({ browser, server }) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${server.origin}/test/blank.html`);
  await page.evaluate(async ([zip, pgp]) => {
    globalThis.bytesOf = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    globalThis.zip = await import(zip);
    globalThis.openpgp = await import(pgp);
  }, [ZIP, PGP]);
  const run = (decrypt) => ({ file, key, passphrase }) =>
    page.evaluate(decrypt, { file: file.bytes.toString("base64"), key: key?.bytes.toString(), passphrase });
  return { zip: run(openZip), pgp: run(openMessage), close: () => context.close() };
}

// In its workers, which is how it comes.
async function openZip({ file, passphrase }) {
  const { ZipReader, Uint8ArrayReader, Uint8ArrayWriter } = globalThis.zip;
  const bytes = globalThis.bytesOf(file);
  const started = performance.now();
  const reader = new ZipReader(new Uint8ArrayReader(bytes));
  const [entry] = await reader.getEntries();
  const content = await entry.getData(new Uint8ArrayWriter(), { password: passphrase, checkSignature: true });
  return { time: performance.now() - started, size: content.length };
}

async function openMessage({ file, key, passphrase }) {
  const { decrypt, decryptKey, readMessage, readPrivateKey } = globalThis.openpgp;
  const bytes = globalThis.bytesOf(file);
  const started = performance.now();
  const privateKey = await readPrivateKey({ armoredKey: key });
  const decryptionKeys = await decryptKey({ privateKey, passphrase });
  const message = await readMessage({ binaryMessage: bytes });
  const { data } = await decrypt({ message, decryptionKeys, format: "binary" });
  return { time: performance.now() - started, size: data.length };
}
