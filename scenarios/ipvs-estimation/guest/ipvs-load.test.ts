import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import fc from 'fast-check';
import { compile, SHARED_HEADERS, testFolder } from '../../../harness/probes/compile.testing.js';
import { csvRows } from '../../../harness/probes/csv-rows.js';

const program = () => compile(new URL('./ipvs-load.c', import.meta.url));
const SERVICE = /^-A -t (10\.(?:9[6-9]|1[01]\d)\.\d+\.\d+):80 -s rr$/;
const DESTINATION =
  /^-a -t (10\.(?:9[6-9]|1[01]\d)\.\d+\.\d+):80 -r (10\.(?:3[2-9]|4[0-7])\.\d+\.\d+):8080 -m -w 1$/;

async function print(from: number, to: number): Promise<string[]> {
  const { stdout } = await execa(await program(), ['--print', String(from), String(to)]);
  return stdout === '' ? [] : stdout.split('\n');
}

describe('ipvs-load.c', function () {
  this.timeout(120_000);

  it('prints a service for every tenth rule and destinations of it in between', async () => {
    const range = fc.tuple(fc.nat(999_900), fc.nat(100));
    await fc.assert(
      fc.asyncProperty(range, async ([from, count]) => {
        const lines = await print(from, from + count);
        assert.equal(lines.length, count);
        let service: string | undefined;
        for (const [i, line] of lines.entries()) {
          const found = ((from + i) % 10 === 0 ? SERVICE : DESTINATION).exec(line);
          assert.ok(found, `rule ${from + i}: ${line}`);
          if ((from + i) % 10 === 0) service = found[1];
          else assert.equal(found[1], service ?? found[1]);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('never uses an address twice in a million rules, nor one that ends in .0 or .255', async () => {
    const lines = await print(0, 1_000_000);
    const addresses = lines.map((line) => (SERVICE.exec(line) ?? DESTINATION.exec(line))!.at(-1)!);
    assert.equal(new Set(addresses).size, 1_000_000);
    assert.equal(addresses.filter((address) => /\.(0|255)$/.test(address)).length, 0);
    const services = lines.filter((line) => line.startsWith('-A'));
    assert.equal(services.length, 100_000);
  });

  it('prints the same rules whether asked at once or in parts', async () => {
    assert.deepEqual([...(await print(0, 137)), ...(await print(137, 400))], await print(0, 400));
  });

  it('sends the rules that it prints, names the first refused one and loads the others', async () => {
    const [source, fake] = ['ipvs-load.c', 'fake-kernel.testing.c'].map((name) =>
      fileURLToPath(new URL(`./${name}`, import.meta.url)),
    );
    const binary = join(testFolder(), 'ipvs-load-fake');
    const flags = ['-std=gnu99', '-Wall', '-Wextra', '-Werror', '-fsanitize=address,undefined'];
    await execa('gcc', [
      ...flags,
      ...SHARED_HEADERS,
      '-Wl,--wrap=send,--wrap=recv',
      '-o',
      binary,
      source!,
      fake!,
    ]);
    const columns = ['from', 'to', 'acks', 'errors', 'duration_ns'] as const;
    const load = async (file: string, refused: string, ...words: string[]) => {
      const env = { TAKEN: join(testFolder(), file), REFUSED: refused };
      const ended = await execa(binary, words, { env, reject: false });
      const [row] = csvRows(ended.stdout, columns);
      return { ...ended, row: row!, taken: (await readFile(env.TAKEN, 'utf8')).split('\n').slice(0, -1) };
    };
    const lines = await print(5, 400);
    const addresses = lines.map((line) => `rule ${(SERVICE.exec(line) ?? DESTINATION.exec(line))!.at(-1)}`);

    const whole = await load('whole', '', '5', '400');
    assert.deepEqual([whole.exitCode, whole.row.acks, whole.row.errors], [0, '395', '0']);
    assert.deepEqual(whole.taken, addresses);

    const refused = addresses[100]!.slice('rule '.length);
    const part = await load('part', refused, '--batch', '7', '5', '400');
    assert.deepEqual([part.exitCode, part.row.acks, part.row.errors], [1, '394', '1']);
    assert.deepEqual(part.taken, addresses.toSpliced(100, 1));
    assert.equal(part.stderr, 'ipvs-load: 1 of 395 rules refused, first rule 105 (destination): File exists');
  });

  it('says that the kernel has no IPVS and exits 1; where it has, no rules are no errors', async () => {
    const { exitCode, stdout, stderr } = await execa(await program(), ['0', '0'], { reject: false });
    if (existsSync('/proc/net/ip_vs')) {
      const [row] = csvRows(stdout, ['from', 'to', 'acks', 'errors', 'duration_ns']);
      assert.deepEqual([exitCode, row!.acks, row!.errors], [0, '0', '0']);
    } else {
      assert.equal(exitCode, 1);
      assert.match(stderr, /^ipvs-load: resolve family IPVS: .* \(is the module ip_vs loaded\?\)$/);
      assert.equal(stdout, '');
    }
  });

  it('refuses wrong words with 2', async () => {
    const wrong = ['', '0', '2 1', '0 1000001', '0 x', '--batch 0 0 1', '--batch 1025 0 1', '--no 0 1'];
    for (const words of wrong) {
      assert.equal((await execa(await program(), words.split(' '), { reject: false })).exitCode, 2, words);
    }
  });
});
