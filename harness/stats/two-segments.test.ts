import { near, reference } from './reference.testing.js';
import { twoSegments } from './two-segments.js';

interface Fixture {
  x: number[];
  y: number[];
  at: number;
  rss: number;
  slopeBefore: number;
  slopeAfter: number;
}
const fixture = reference<{ knee: Fixture }>('r').knee;

describe('twoSegments', () => {
  it('agrees with lm of R', () => {
    const points = fixture.x.map((x, i) => ({ x, y: fixture.y[i]! }));
    const fit = twoSegments(points, fixture.at);
    for (const key of ['slopeBefore', 'slopeAfter', 'rss'] as const) near(fit[key], fixture[key], key);
  });

  it('goes through points that lie on two segments', () => {
    const points = [0, 1, 2, 3, 4].map((x) => ({ x, y: 10 + 2 * x + 5 * Math.max(0, x - 2.5) }));
    const { slopeBefore, slopeAfter, rss } = twoSegments(points, 2.5);
    near(slopeBefore, 2);
    near(slopeAfter, 7);
    near(rss, 0);
  });
});
