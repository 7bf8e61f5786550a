// What travels: brotli at its highest level, as hosts do for files that never change.

import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { DIST } from "../e2e/server.mjs";
import { kilobytes } from "./figures.mjs";

const HIGHEST = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
const isVault = (name) => name.startsWith("seedferry-vault-");
const KINDS = {
  "index.html, boot.js and styles": (name) => /\.(html|css)$|^boot-.*\.js$/.test(name),
  "page's program, glue and wasm": (name) => /^seedferry-.*\.(js|wasm)$/.test(name) && !isVault(name),
  "vault": isVault,
};

/** The sections of this part. */
export async function sizes() {
  const names = await readdir(DIST);
  const sums = [];
  for (const wanted of Object.values(KINDS)) {
    const files = await Promise.all(names.filter(wanted).map((name) => readFile(join(DIST, name))));
    sums.push(files.map((bytes) => brotliCompressSync(bytes, HIGHEST).length).reduce((a, b) => a + b, 0));
  }
  const [frame, program, vault] = sums;
  const [frameName, programName] = Object.keys(KINDS);
  return [{
    title: "Bytes over the wire, brotli 11",
    rows: [
      ["page before it can be used", kilobytes(frame + program), "aim: 150 kB"],
      [`  ${frameName}`, kilobytes(frame)],
      [`  ${programName}`, kilobytes(program)],
      ["vault, glue and wasm", kilobytes(vault), "aim: 600 kB"],
    ],
  }];
}
