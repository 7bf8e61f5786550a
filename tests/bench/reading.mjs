// Reading, checking and showing tables: how long it takes, what it keeps the page from doing, and what it needs.

import { table } from "../e2e/deliveries.mjs";
import { longest, megabytes, median, milliseconds } from "./figures.mjs";
import { openPage } from "./page.mjs";

const RUNS = 5;

/** The sections of this part. */
export async function reading(place) {
  const small = await measureAll(place, 10_000);
  const large = await measureAll(place, 100_000);
  return [
    { title: `Reading and checking an Entra MFA CSV, drop to review (median of ${RUNS})`, rows: [...describe("10,000 rows", small), ...describe("100,000 rows", large)] },
    { title: `The table, from Ctrl+End to the last serial number on the screen (median of ${RUNS})`, rows: [...jump("10,000 rows", small, ["aim: 200 ms", "aim: 50 ms"]), ...jump("100,000 rows", large, [])] },
  ];
}

const describe = (what, runs) => [
  [what, milliseconds(runs.map(({ review }) => review.onScreen))],
  [`${what}, longest task of the main thread`, longest(runs.map(({ review }) => review.longest)), "aim: 50 ms"],
  [`${what}, memory of the vault`, megabytes(median(runs.map(({ memory }) => memory)))],
];

const jump = (what, runs, [timeAim, taskAim]) => [
  [what, milliseconds(runs.map(({ last }) => last.onScreen)), timeAim],
  [`${what}, longest task of the main thread`, longest(runs.map(({ last }) => last.longest)), taskAim],
];

async function measureAll(place, count) {
  const file = table(count);
  const runs = [];
  for (let run = 0; run < RUNS; run += 1) runs.push(await measure(place, file, count));
  return runs;
}

async function measure(place, file, count) {
  const page = await openPage(place);
  await page.watchMemory();
  const review = await page.timeToReview(file);
  const memory = await page.memory();
  await page.page.getByRole("grid").focus();
  const serial = `T${String(count - 1).padStart(6, "0")}`;
  const last = await page.time(() => page.page.keyboard.press("Control+End"), ".grid__body [role=row]", serial);
  await page.close();
  return { review, memory, last };
}
