/** Lines of a step summary: what a person reads at a glance on the page of a job; the report has all. */
export const SUMMARY_LINES = 60;

/** The first lines of a text, and a word that there are more where it has more than `most`. */
export function fewLines(text: string, most: number = SUMMARY_LINES): string[] {
  const lines = text.trimEnd().split('\n');
  return lines.length <= most
    ? lines
    : [...lines.slice(0, Math.max(0, most - 2)), '', '(More in the report.)'];
}
