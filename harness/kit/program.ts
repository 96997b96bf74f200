import type { StepDraft } from '../design/numbered.js';

/** Runs a program of the bundle, or of the guest's PATH, with these words. A failure ends the trial. */
export const program = (name: string, ...words: readonly (string | number)[]): StepDraft => ({
  title: name,
  argv: [name, ...words.map(String)],
  // Seconds of the guest.
  deadlineS: 300,
  onFailure: 'abort',
});
