import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parseCaller } from './caller.js';

/** Recorded in a guest of the instruction clock with 500 namespaces. */
const fixture = (variant: string): string =>
  readFileSync(new URL(`../fixtures/exact-caller-of-${variant}-at-500.out`, import.meta.url), 'utf8');

const figures = (text: string) => parseCaller(text).map(({ metric, value }) => [metric, value]);

describe('who calls sendmsg in one add', () => {
  it('is the scan, every time; upstream does not call it', () => {
    assert.deepEqual(figures(fixture('control')), [
      ['sendmsg_hits', 500],
      ['map_init_share', 1],
    ]);
    assert.deepEqual(figures(fixture('upstream')), [['sendmsg_hits', 0]]);
  });

  it('is told for each backtrace', () => {
    const other = fixture('control').replace(
      /(@@ hit-3[^@]*)netns_map_init([^@]*)netns_map_init/,
      '$1set_link$2set_link',
    );
    assert.deepEqual(figures(other)[1], ['map_init_share', 0.8]);
  });

  it('is not told without gdb, nor by name without symbols', () => {
    assert.deepEqual(figures('# netknee: no gdb\n'), []);
    const stripped = fixture('control').replaceAll(/ (rtnl|netns|do|main|get)\w* \(/g, ' ?? (');
    assert.deepEqual(figures(stripped), [['sendmsg_hits', 500]]);
  });
});
