// Figures for people, each with its aim and whether it is met.

/** The middle one. */
export const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** `12 ms`. */
export const milliseconds = (value) => `${value.toFixed(0)} ms`;

const plain = (value) => value.toFixed(2);

/** A figure in milliseconds, whole ones, and the most that it may be, if there is an aim. */
export const time = (what, value, most) => ({ what, value: Math.round(value), most, words: milliseconds });

/** The same in seconds. */
export const seconds = (what, value, most) => ({ what, value, most, words: (seconds) => `${seconds.toFixed(1)} s` });

/** The same in kilobytes. */
export const size = (what, value, most) => ({ what, value: value / 1000, most, words: (kilobytes) => `${kilobytes.toFixed(1)} kB` });

/** The same of tasks of the main thread or stretches of the vault: neither may be longer than 50 ms. */
export const longest = (what, value) => time(what, value, 50);

/** What is only said. */
export const said = (what, text, remark) => ({ what, text, remark });

/** The middle of the ratios of ours to theirs, pair by pair, and their range: below 1 we are faster. */
export function ratio(what, ours, theirs, most) {
  const pairs = ours.map((value, place) => value / theirs[place]);
  const range = `${plain(Math.min(...pairs))} to ${plain(Math.max(...pairs))}`;
  return { what, value: median(pairs), most, words: plain, remark: range };
}

const missed = [];

/** Prints figures in columns: what, the figure, and beside it the aim with its verdict. */
export function print(title, figures) {
  console.log(`\n${title}`);
  for (const figure of figures) {
    const { what, value, most, words, text = words(value), remark = "" } = figure;
    const isOver = value > most;
    const aim = most === undefined ? "" : `aim ${words(most)}: ${isOver ? "OVER" : "met"}`;
    if (isOver) missed.push(`${title}: ${what.trim()}: ${text}, aim ${words(most)}`);
    console.log(`  ${what.padEnd(60)} ${text.padStart(10)}  ${[aim, remark].filter(Boolean).join("; ")}`.trimEnd());
  }
}

/** What the whole run comes to, in a line for each aim that was missed. */
export function conclusion(list = missed) {
  if (list.length === 0) return "Every aim was met.";
  return [list.length === 1 ? "One aim was missed:" : `${list.length} aims were missed:`, ...list.map((line) => `  ${line}`)].join("\n");
}
