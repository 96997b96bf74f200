/**
 * What becomes a name of a file, a word of a shell script or of a terminal, whoever gave it: letters, digits, and `._+-` after
 * the first character.
 */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._+-]*$/;

/** Characters of an id that netknee puts together, such as a trial's; a file system takes 255. */
const LONGEST_ID = 200;

/** Characters of what a person names: several of them stand in one id. */
const LONGEST_NAME = 64;

/** Pure: whether a text may be the name of a variant, kernel, image, baseline, metric, table or figure. */
export const isName = (text: string): boolean => text.length <= LONGEST_NAME && NAME.test(text);

/** Pure: whether a text may be the id of a run, trial or step. */
export const isId = (text: string): boolean => text.length <= LONGEST_ID && NAME.test(text);

/** Pure: whether a text may be the path of a file or folder: without control characters, and no longer than systems take. */
export const isPath = (text: string): boolean =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused.
  text.length > 0 && text.length <= 4096 && !/[\u0000-\u001f\u007f-\u009f]/.test(text);

/** Characters that are no part of one line for people: control characters, and what turns the direction of reading. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused.
const NO_LINE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;

/** Pure: whether a text is one line for people. */
export const isLine = (text: string): boolean => text.length <= 2000 && !NO_LINE.test(text);
