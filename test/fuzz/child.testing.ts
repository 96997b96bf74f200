/**
 * Reads damaged texts in a process of its own, so that one which is never done, or takes all memory, ends nothing else. Says in
 * a line of JSON which parser is at work, and what came of it.
 */
import fc from 'fast-check';
import { allParsers } from './all.testing.js';
import { damaged } from './damaged.testing.js';
import { readOnce } from './parser.testing.js';

const [inputs = 0, seed = 0] = process.argv.slice(2).map(Number);
const parsers = await allParsers();
const numRuns = Math.ceil(inputs / parsers.length);

const tell = (what: object) => process.stdout.write(`${JSON.stringify(what)}\n`);

for (const parser of parsers) {
  tell({ begins: parser.name });
  const began = performance.now();
  let longestMs = 0;
  const property = fc.asyncProperty(damaged(parser.corpus), async (text) => {
    const start = performance.now();
    await readOnce(parser, text);
    longestMs = Math.max(longestMs, performance.now() - start);
  });
  const { failed, counterexample, errorInstance, counterexamplePath } = await fc.check(property, {
    numRuns,
    seed,
    endOnFailure: process.env.CI !== 'true',
  });
  tell({
    name: parser.name,
    inputs: numRuns,
    ms: Math.round(performance.now() - began),
    longestMs: Math.round(longestMs),
    rssMb: Math.round(process.memoryUsage().rss / 1e6),
    ...(failed && {
      failed: String(errorInstance ?? '').slice(0, 4000),
      path: counterexamplePath,
      input: counterexample?.[0].slice(0, 1000),
    }),
  });
}
