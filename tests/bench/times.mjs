// Measuring more than once.

const RUNS = 5;

/** The results of so many runs, one after the other. */
export async function times(measure, runs = RUNS) {
  const all = [];
  for (let run = 0; run < runs; run += 1) all.push(await measure());
  return all;
}
