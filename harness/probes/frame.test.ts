import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import fc from 'fast-check';
import { compile, testFolder } from './compile.testing.js';
import { FrameDecoder } from './frame.js';
import { encode } from './frame.testing.js';

function decode(chunks: Iterable<Buffer>) {
  const decoder = new FrameDecoder();
  const frames = [...chunks].flatMap((chunk) => decoder.push(chunk));
  return { frames, problem: decoder.end() };
}

const word = fc.stringMatching(/^[A-Za-z0-9._/-]{1,20}$/);
const frame = fc.record(
  { kind: word, name: word, payload: fc.uint8Array().map((b) => Buffer.from(b)) },
  { noNullPrototype: true },
);

/** The stream cut into chunks at the given shares of its length. */
function cut(stream: Buffer, shares: number[]): Buffer[] {
  const places = [0, ...shares.map((share) => Math.floor(share * stream.length)), stream.length];
  places.sort((a, b) => a - b);
  return places.slice(1).map((end, i) => stream.subarray(places[i], end));
}
const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 });

describe('FrameDecoder', () => {
  it('gives back what was encoded, wherever the chunks are split', () => {
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 5 }), shares, (frames, at) => {
        const result = decode(cut(Buffer.concat(frames.map(encode)), at));
        assert.deepEqual(result, { frames, problem: undefined });
      }),
    );
  });

  it('reports any changed byte of a frame, and returns the frames before it', () => {
    fc.assert(
      fc.property(frame, frame, fc.nat(), fc.integer({ min: 1, max: 255 }), shares, (a, b, at, xor, cuts) => {
        const first = encode(a);
        const stream = Buffer.concat([first, encode(b)]);
        const place = first.length + (at % (stream.length - first.length));
        stream[place] = stream[place]! ^ xor;
        const { frames, problem } = decode(cut(stream, cuts));
        assert.deepEqual(frames, [a]);
        assert.equal(problem?.offset, first.length);
      }),
    );
  });

  it('says at the end inside which frame the stream stopped', () => {
    const stream = encode({ kind: 'out', name: '012-create', payload: Buffer.alloc(100) });
    const { problem } = decode([stream.subarray(0, stream.indexOf(0x0a) + 1 + 40)]);
    assert.match(problem!.message, /^stream ended inside frame out 012-create, 40 of 100 bytes/);
    assert.equal(problem!.problem, 'truncated');
    assert.equal(decode([stream.subarray(0, 5)]).problem?.problem, 'truncated');
    assert.match(decode([stream.subarray(0, -1)]).problem!.message, /100 of 100 bytes/);
  });

  it('takes no payload that a guest claims to be without end', () => {
    const decoder = new FrameDecoder();
    assert.deepEqual(decoder.push(Buffer.from('@netknee 1 out a 999999999999999 00000000\n')), []);
    assert.match(decoder.problem?.message ?? '', /frame out a claims 999999999999999 bytes/);
  });

  it('names what is corrupt', () => {
    const stream = encode({ kind: 'out', name: 'x', payload: Buffer.from('abc') });
    const changed = Buffer.from(stream);
    changed[changed.length - 3] = 0x7a;
    assert.match(decode([changed]).problem!.message, /out x has a wrong checksum/);
    changed[changed.length - 1] = 0x7a;
    assert.match(decode([changed]).problem!.message, /out x is not closed by a newline/);
    const between = decode([stream, Buffer.from('kernel panic\n'), stream]);
    assert.equal(between.frames.length, 1);
    assert.equal(between.problem?.offset, stream.length);
    assert.match(between.problem!.message, /no frame header: "kernel panic"/);
    assert.equal(decode([Buffer.alloc(700, 0x41)]).problem?.problem, 'corrupt');
  });

  it('copies each byte once: pieces of 4 KiB take no longer per byte than one piece', () => {
    const payload = Buffer.alloc(24 << 20, 0x5a);
    const stream = encode({ kind: 'out', name: 'large', payload });
    const copied: number[] = [];
    const concat = Buffer.concat;
    Buffer.concat = (list, total) => {
      copied.push(total ?? -1);
      return concat(list, total);
    };
    try {
      const pieces = Array.from({ length: Math.ceil(stream.length / 4096) }, (_, i) =>
        stream.subarray(i * 4096, (i + 1) * 4096),
      );
      assert.equal(decode(pieces).frames[0]?.payload.equals(payload), true);
    } finally {
      Buffer.concat = concat;
    }
    assert.deepEqual(copied, [payload.length]);
  });
});

describe('frame.c', function () {
  this.timeout(60_000);
  const frameC = () => compile(new URL('./frame.c', import.meta.url));

  it('frames empty, binary and large payloads from a pipe and from a file', async () => {
    const binary = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 7919) % 256));
    for (const payload of [Buffer.alloc(0), Buffer.from('\n@netknee 1 a b 0 00000000\n'), binary]) {
      const file = join(testFolder(), 'payload');
      await writeFile(file, payload);
      const options = { encoding: 'buffer', stripFinalNewline: false } as const;
      const piped = await execa(await frameC(), ['out', '012-create'], { ...options, input: payload });
      const read = await execa(await frameC(), ['out', '012-create', file], options);
      const expected = { frames: [{ kind: 'out', name: '012-create', payload }], problem: undefined };
      assert.deepEqual(decode([Buffer.from(piped.stdout)]), expected);
      assert.deepEqual(decode([Buffer.from(read.stdout)]), expected);
    }
  });

  it('reads files that do not know their length', async () => {
    const { stdout } = await execa(await frameC(), ['fact', 'version', '/proc/version'], {
      encoding: 'buffer',
    });
    const { frames } = decode([Buffer.from(stdout), Buffer.from('\n')]);
    assert.match(frames[0]!.payload.toString(), /^Linux version /);
  });

  it('refuses other names with 2 and a missing file with 1', async () => {
    for (const words of [['out'], ['a b', 'c'], ['', 'c'], ['a', 'x'.repeat(256)], ['a', 'b', 'c', 'd']]) {
      assert.equal((await execa(await frameC(), words, { reject: false, input: '' })).exitCode, 2);
    }
    const missing = await execa(await frameC(), ['a', 'b', '/nonexistent'], { reject: false });
    assert.equal(missing.exitCode, 1);
    assert.equal(missing.stderr, 'frame: open /nonexistent: No such file or directory');
    const full = await execa('sh', ['-c', '"$0" a b </dev/null >/dev/full', await frameC()], {
      reject: false,
    });
    assert.equal(full.exitCode, 1);
    assert.match(full.stderr, /frame: write frame b: No space left on device/);
  });
});
