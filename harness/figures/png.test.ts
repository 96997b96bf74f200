import assert from 'node:assert/strict';
import { pngAssets } from '../run/results/report-assets.js';
import { figurePng, type PngAssets } from './png.js';

const svg = (text: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="120" height="30" viewBox="0 0 120 30"><rect width="120" height="30" fill="white"/>` +
  `<text x="5" y="20" font-family="DejaVu Sans, Verdana, Arial, sans-serif" font-size="12px">${text}</text></svg>`;

describe('figurePng', function () {
  this.timeout(20_000);
  let assets: PngAssets;
  before(async () => {
    assets = await pngAssets();
  });
  const size = (png: Uint8Array) => {
    const view = new DataView(png.buffer, png.byteOffset);
    return [view.getUint32(16), view.getUint32(20)];
  };

  it('is a PNG half as wide again as the figure', async () => {
    const png = await figurePng(svg('2.58 µs'), assets);
    assert.deepEqual([...png.slice(0, 8)], [137, 80, 78, 71, 13, 10, 26, 10]);
    assert.deepEqual(size(png), [180, 45]);
  });

  it('gives the same bytes again, and draws its letters', async () => {
    const png = await figurePng(svg('−2.58 µs'), assets);
    assert.deepEqual(await figurePng(svg('−2.58 µs'), assets), png);
    assert.notDeepEqual(await figurePng(svg(''), assets), png);
  });

  it('knows no fonts but those given', async () => {
    const blank = await figurePng(svg(''), assets);
    assert.deepEqual(await figurePng(svg('letters'), { ...assets, fonts: [] }), blank);
  });

  it('refuses what is no SVG', async () => {
    await assert.rejects(figurePng('<p>', assets));
  });
});
