// Figures for people.

/** The middle one. */
export const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** `12 ms`. */
export const milliseconds = (value) => `${value.toFixed(0)} ms`;

/** The middle of the ratios of ours to theirs, pair by pair, and their range: below 1 we are faster. */
export const ratio = (ours, theirs) => {
  const pairs = ours.map((value, place) => value / theirs[place]);
  return [median(pairs).toFixed(2), `${Math.min(...pairs).toFixed(2)} to ${Math.max(...pairs).toFixed(2)}`];
};

/** Prints rows of what, value and remark in columns. */
export function print(title, rows) {
  console.log(`\n${title}`);
  for (const [what, value, remark = ""] of rows) console.log(`  ${what.padEnd(52)} ${value.padStart(10)}  ${remark}`.trimEnd());
}
