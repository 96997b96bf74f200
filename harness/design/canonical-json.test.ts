import assert from 'node:assert/strict';
import fc from 'fast-check';
import { canonicalJson } from './canonical-json.js';

/** The same value with the keys of every object in reverse. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}

describe('canonicalJson', () => {
  it('gives one text for one value, in whatever order its keys are', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) =>
        assert.equal(canonicalJson(reversed(value)), canonicalJson(value)),
      ),
    );
  });

  it('is JSON of the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) =>
        assert.deepEqual(JSON.parse(canonicalJson(value)), JSON.parse(JSON.stringify(value))),
      ),
    );
  });

  it('sorts at every depth, leaves undefined out and writes no space', () => {
    assert.equal(
      canonicalJson({ b: [{ d: 1, c: null }], a: undefined, A: 'x' }),
      '{"A":"x","b":[{"c":null,"d":1}]}',
    );
    assert.equal(canonicalJson([undefined, 1]), '[null,1]');
  });
});
