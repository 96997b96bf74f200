import assert from 'node:assert/strict';
import { pageAssets, pngAssets } from './report-assets.js';

describe('pageAssets', () => {
  it('has the sorting script with its keyboard part and the one of flame graphs, fit to stand in a page', async () => {
    const { script } = await pageAssets();
    assert.match(script, /sortable[\s\S]*keydown[\s\S]*flame-frames/);
    assert.doesNotMatch(script, /<\/script|<!--/i);
    assert.doesNotThrow(() => new Function(script));
  });

  it('digests as a content security policy wants it', async () => {
    const { sha256 } = await pageAssets();
    // The digest of nothing, as every table of SHA-256 has it.
    assert.equal(Buffer.from(sha256(''), 'base64').toString('hex').slice(0, 16), 'e3b0c44298fc1c14');
  });
});

describe('pngAssets', () => {
  it('has a WebAssembly program and two TrueType fonts, read once', async () => {
    const { wasm, fonts } = await pngAssets();
    assert.equal(Buffer.from(wasm.slice(0, 4)).toString('latin1'), '\0asm');
    assert.deepEqual(
      fonts.map((font) => Buffer.from(font.slice(0, 4)).toString('hex')),
      ['00010000', '00010000'],
    );
    assert.equal((await pngAssets()).wasm, wasm);
  });
});
