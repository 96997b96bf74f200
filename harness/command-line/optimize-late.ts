import { setFlagsFromString } from 'node:v8';

/** Bytes of bytecode that a function runs through before V8 optimizes it: fifteen times what V8 begins with. */
const BUDGET = 1_000_000;

/**
 * Has V8 optimize what runs long, and nothing else. A report runs thousands of functions for a millisecond each, and a quarter of its
 * processor time made machine code for them that was hardly used. Node 22 and later have a cheaper compiler for that between the
 * interpreter and this one, and no such option.
 * @param v8 as `process.versions.v8`
 */
export function optimizeLate(v8: string): void {
  if (v8.startsWith('11.')) setFlagsFromString(`--interrupt-budget=${BUDGET}`);
}
