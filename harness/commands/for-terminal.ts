import { rowsOf } from './live-lines.js';
import { isRead, terminalColumns } from './terminal-columns.js';

/** Broken between words where a person reads it; as it is for a program. */
export const forTerminal = (text: string): string =>
  isRead() ? rowsOf(text, terminalColumns()).join('\n') : text;
