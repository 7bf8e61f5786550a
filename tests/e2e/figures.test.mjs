// What the bench says of its figures: an aim that is missed is named, at its figure and at the end.

import assert from "node:assert/strict";
import { test } from "node:test";
import { conclusion, longest, print, ratio, said, time } from "../bench/figures.mjs";

/** The lines that are printed for these figures. */
function printed(...figures) {
  const lines = [];
  const log = console.log;
  console.log = (text) => lines.push(...text.split("\n"));
  try {
    print("filters", figures);
  } finally {
    console.log = log;
  }
  return lines;
}

test("each figure stands beside its aim, and the aims that were missed are named at the end", () => {
  assert.equal(conclusion(), "Every aim was met.");
  const check = (figure, words) => {
    const line = printed(figure).at(-1);
    assert.ok(line.trim().replace(/\s{2,}/g, " | ").endsWith(words), `${line}, not ${words}`);
  };
  check(time("one status", 99.6, 100), "one status | 100 ms | aim 100 ms: met");
  check(time("reading", 3_000), "reading | 3000 ms");
  check(longest("main thread", 50.4), "main thread | 50 ms | aim 50 ms: met");
  check(said("requests", "12", "a token"), "requests | 12 | a token");
  check(ratio("ratio", [1, 2, 3], [2, 2, 2], 1), "ratio | 1.00 | aim 1.00: met; 0.50 to 1.50");
  assert.equal(conclusion(), "Every aim was met.");
  check(longest("main thread", 51), "main thread | 51 ms | aim 50 ms: OVER");
  check(time("one model", 181.2, 100), "one model | 181 ms | aim 100 ms: OVER");
  assert.equal(conclusion(), "2 aims were missed:\n  filters: main thread: 51 ms, aim 50 ms\n  filters: one model: 181 ms, aim 100 ms");
});
