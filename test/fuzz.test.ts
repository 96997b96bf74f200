import assert from 'node:assert/strict';
import { type FuzzResult, fuzz, fuzzLines } from './fuzz/fuzz.testing.js';

/** Of all parsers together; NETKNEE_FUZZ says another number, and the nightly job 100,000. */
const INPUTS = Number(process.env.NETKNEE_FUZZ ?? 2000);
/** Far more than any machine needs: what is never done ends there. */
const DEADLINE_MS = 120_000 + 60 * INPUTS;

/** What would never be done: inputs are of 300,000 characters at most. */
const HANG_MS = 30_000;

describe(`${INPUTS.toLocaleString('en')} damaged inputs`, function () {
  this.timeout(DEADLINE_MS + 60_000);
  let result: FuzzResult;
  before(async () => {
    result = await fuzz(INPUTS, DEADLINE_MS);
    console.log(`    seed ${result.seed}`);
    for (const line of fuzzLines(result)) console.log(`    ${line}`);
  });

  it('end no process, take no more than 1 GB of heap, and are all done', () => {
    assert.equal(result.ended, undefined);
    assert.ok(result.parsers.length > 40);
    const inputs = result.parsers.reduce((sum, one) => sum + one.inputs, 0);
    assert.ok(inputs >= INPUTS, `${inputs} inputs`);
  });

  it('take seconds at most, each: no time grows with the square of a text', () => {
    const slow = result.parsers.filter(({ longestMs }) => longestMs > HANG_MS);
    assert.deepEqual(slow, []);
  });

  it('are read or refused with the errors that are documented, and no other', () => {
    const wrong = result.parsers.filter(({ failed }) => failed !== undefined);
    assert.deepEqual(wrong, []);
  });
});
