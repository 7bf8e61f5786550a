// Opening beside the peers. Our page always reads and checks what it opens, so the time for that, measured with the
// same content unlocked, is taken off; what then remains is opening. Of the unlocked time only what grows with the
// content is taken off: starting the opener is no part of the time after Enter either.

import assert from "node:assert/strict";
import { table } from "../e2e/deliveries.mjs";
import { megabytes, milliseconds, ratio } from "./figures.mjs";
import { makeInputs } from "./inputs.mjs";
import { openPage } from "./page.mjs";
import { openPeers } from "./peers.mjs";

const RUNS = 5;

/** The sections of this part. */
export async function opening(place) {
  const inputs = await makeInputs();
  const peers = await openPeers(place);
  const runs = [];
  for (let run = 0; run < RUNS; run += 1) runs.push(await measure(place, inputs, peers));
  await peers.close();
  const pick = (...path) => runs.map((run) => path.reduce((found, step) => found[step], run));
  const size = megabytes(inputs.plain.bytes.length);
  return [{
    title: `Opening ${size} of Entra MFA CSV (median of ${RUNS}; ratios pair by pair)`,
    rows: [
      ...compare("AES-256 zip", "zip.js", pick("ours", "zip"), pick("peers", "zip")),
      ...compare("RSA-4096 PGP message", "OpenPGP.js", pick("ours", "pgp"), pick("peers", "pgp")),
      ["same CSV unlocked, drop to review", milliseconds(pick("plain"))],
      ["one token unlocked, drop to review", milliseconds(pick("small"))],
    ],
    notes: [
      "Ours: from Enter in the password field to the review, less the time to read and check the same CSV unlocked",
      "(drop to review, less that of one token). Peers: from the passphrase to a Uint8Array.",
    ],
  }];
}

function compare(what, peer, ours, theirs) {
  const { value, range } = ratio(ours, theirs);
  return [
    [`${what}, Seedferry`, milliseconds(ours)],
    [`${what}, ${peer}`, milliseconds(theirs)],
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
  const small = await inPage((page) => page.timeToReview(table(1)));
  const plain = await inPage((page) => page.timeToReview(inputs.plain));
  const result = { small, plain, ours: {}, peers: {} };
  for (const kind of ["zip", "pgp"]) {
    result.ours[kind] = await inPage((page) => page.timeToOpen(inputs[kind])) - (plain - small);
    const { time, size } = await peers[kind](inputs[kind]);
    assert.equal(size, inputs.plain.bytes.length, `what ${kind} opened`);
    result.peers[kind] = time;
  }
  return result;
}
