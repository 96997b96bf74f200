import assert from 'node:assert/strict';
import fc from 'fast-check';
import { median } from './median.js';
import { medianInPlace } from './median-in-place.js';

describe('medianInPlace', () => {
  it('agrees with median, few values or many', () => {
    const values = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 150 });
    fc.assert(
      fc.property(values, (list) => assert.equal(medianInPlace(Float64Array.from(list)), median(list))),
    );
  });
});
