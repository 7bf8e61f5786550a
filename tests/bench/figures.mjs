// Medians, and how figures are printed.

/** The middle value; of an even count, the higher of the middle two. */
export const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

export const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
export const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
export const milliseconds = (values) => `${median(values).toFixed(0)} ms`;

/** The fastest run, which other work on the machine disturbed least. */
export const fastest = (values) => `fastest: ${Math.min(...values).toFixed(0)} ms`;

/** The longest of all tasks of all runs. Browsers report none below 50 ms. */
export function longest(values) {
  const most = Math.max(0, ...values);
  return most < 50 ? "below 50 ms" : `${most.toFixed(0)} ms`;
}

/** The median of the ratios pair by pair, and their range. */
export function ratio(ours, theirs) {
  const ratios = ours.map((value, run) => value / theirs[run]);
  return { value: median(ratios).toFixed(2), range: `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}` };
}

/** Prints sections, `{ title, rows: [[what, figure, remark?]], notes? }`, as one table. */
export function print(sections) {
  const width = Math.max(...sections.flatMap(({ rows }) => rows.map(([what]) => what.length)));
  for (const { title, rows, notes = [] } of sections) {
    console.log(`\n${title}`);
    for (const [what, figure, remark = ""] of rows) console.log(`  ${what.padEnd(width)}  ${figure.padStart(12)}  ${remark}`.trimEnd());
    for (const note of notes) console.log(`  ${note}`);
  }
}
