import assert from 'node:assert/strict';
import { compareVersions, isWithin, ofItsKind } from './version-range.js';

const RANGES = [
  { from: '4.1.0', before: '4.9.0' },
  { from: 'ss150414', before: 'ss161212' },
];

describe('version ranges', () => {
  it('compares numbers as numbers, and leaves what a distribution adds alone', () => {
    assert.ok((compareVersions('4.10.0', '4.9.0') ?? 0) > 0);
    assert.equal(compareVersions('6.1.0-18-amd64', '6.1'), 0);
    assert.ok((compareVersions('2.6.39', '6.2') ?? 0) < 0);
  });

  it('does not compare versions of two kinds, nor what is none', () => {
    assert.equal(compareVersions('ss151103', '4.9.0'), undefined);
    assert.equal(compareVersions('BusyBox', '4.9.0'), undefined);
    assert.deepEqual(ofItsKind('ss151103', RANGES), [RANGES[1]]);
  });

  it('has the first version of a range in it, and not the version before which it ends', () => {
    const found = (version: string) => isWithin(version, RANGES);
    assert.deepEqual(['4.0.0', '4.1.0', '4.8.0', '4.9.0', '6.1.0'].map(found), [
      false,
      true,
      true,
      false,
      false,
    ]);
    assert.deepEqual(['ss150413', 'ss151103', 'ss161212'].map(found), [false, true, false]);
    assert.equal(found('unknown'), undefined);
  });
});
