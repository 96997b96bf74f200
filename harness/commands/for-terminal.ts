import { rowsOf } from './live-lines.js';
import { terminalColumns } from './terminal-columns.js';

/** Broken between words where a person reads it; as it is for a program. */
export const forTerminal = (text: string): string =>
  process.stdout.isTTY ? rowsOf(text, terminalColumns()).join('\n') : text;
