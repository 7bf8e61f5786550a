// Opening beside the peers. Our page always reads and checks what it opens, so the time for that is taken off; what
// then remains is opening. The control is the same content unlocked, dropped together with a tiny zip: so it too starts
// at Enter, with its file in the opener's memory. To take off the time from a drop to the review would flatter us: that
// includes starting the opener and reading the file, which a locked file has behind it when it is asked for.

import assert from "node:assert/strict";
import { fastest, megabytes, milliseconds, ratio } from "./figures.mjs";
import { makeInputs } from "./inputs.mjs";
import { openPage } from "./page.mjs";
import { openPeers } from "./peers.mjs";

const RUNS = 7;

/** The sections of this part. */
export async function opening(place) {
  const inputs = await makeInputs();
  const peers = await openPeers(place);
  const runs = [];
  for (let run = 0; run < RUNS; run += 1) runs.push(await measure(place, inputs, peers));
  await peers.close();
  const pick = (...path) => runs.map((run) => path.reduce((found, step) => found[step], run));
  const of = (kind) => ({ whole: pick("whole", kind), control: pick("control"), theirs: pick("peers", kind) });
  const size = megabytes(inputs.plain.bytes.length);
  return [{
    title: `Opening ${size} of Entra MFA CSV (median of ${RUNS}; ratios pair by pair)`,
    rows: [
      ...compare("AES-256 zip", "zip.js", of("zip")),
      ...compare("RSA-4096 PGP message", "OpenPGP.js", of("pgp")),
      ["control: the same CSV unlocked, Enter to review", milliseconds(pick("control")), fastest(pick("control"))],
      ["for comparison: the same CSV unlocked, drop to review", milliseconds(pick("plain")), fastest(pick("plain"))],
    ],
    notes: [
      "Opening: from Enter in the password field to the review, less the control of the same run, which is reading and",
      "checking the same CSV unlocked, dropped together with a locked zip of one token. Peers: from the passphrase to a",
      "Uint8Array.",
    ],
  }];
}

function compare(what, peer, { whole, control, theirs }) {
  const ours = whole.map((time, run) => time - control[run]);
  const { value, range } = ratio(ours, theirs);
  return [
    [`${what}, Seedferry, Enter to review`, milliseconds(whole), fastest(whole)],
    [`${what}, Seedferry, opening`, milliseconds(ours), `of the fastest runs: ${(Math.min(...whole) - Math.min(...control)).toFixed(0)} ms`],
    [`${what}, ${peer}`, milliseconds(theirs), fastest(theirs)],
    [`${what}, Seedferry / ${peer}`, value, `aim: 1.00 or less; ${range}`],
  ];
}

async function measure(place, inputs, peers) {
  const inPage = async (use) => {
    const page = await openPage(place);
    const { inDocument } = await use(page);
    await page.close();
    return inDocument;
  };
  const plain = await inPage((page) => page.timeToReview(inputs.plain));
  const control = await inPage((page) => page.timeToOpen({ files: [inputs.plain, inputs.tiny.file], passphrase: inputs.tiny.passphrase }));
  const result = { plain, control, whole: {}, peers: {} };
  for (const kind of ["zip", "pgp"]) {
    result.whole[kind] = await inPage((page) => page.timeToOpen({ ...inputs[kind], files: [inputs[kind].file] }));
    const { time, size } = await peers[kind](inputs[kind]);
    assert.equal(size, inputs.plain.bytes.length, `what ${kind} opened`);
    result.peers[kind] = time;
  }
  return result;
}
