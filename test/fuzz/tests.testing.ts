import assert from 'node:assert/strict';
import { type FuzzResult, fuzz, fuzzLines } from './fuzz.testing.js';

/** Far more than any machine needs: what is never done ends there. */
const deadlineMs = (inputs: number): number => 120_000 + 60 * inputs;

/** What would never be done: inputs are of 300,000 characters at most. */
const HANG_MS = 30_000;

/**
 * Tests that give damaged texts to every parser.
 * @param usual how many inputs of all parsers together; NETKNEE_FUZZ says another number, NETKNEE_FUZZ_SEED another seed
 */
export const fuzzTests = (usual: number) => {
  const inputs = Number(process.env.NETKNEE_FUZZ ?? usual);
  describe(`${inputs.toLocaleString('en')} damaged inputs`, function () {
    this.timeout(deadlineMs(inputs) + 60_000);
    let result: FuzzResult;
    before(async () => {
      result = await fuzz(inputs, deadlineMs(inputs));
      console.log(`    seed ${result.seed}`);
      for (const line of fuzzLines(result)) console.log(`    ${line}`);
    });

    it('end no process, take no more than 1 GB of heap, and are all done', () => {
      assert.equal(result.ended, undefined);
      assert.ok(result.parsers.length > 40);
      const read = result.parsers.reduce((sum, one) => sum + one.inputs, 0);
      assert.ok(read >= inputs, `${read} inputs`);
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
};
