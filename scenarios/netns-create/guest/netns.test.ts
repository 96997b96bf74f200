import assert from 'node:assert/strict';
import { execa } from 'execa';
import { compile, needRoot } from '../../../harness/probes/compile.testing.js';
import { csvRows } from '../../../harness/probes/csv-rows.js';

const fill = () => compile(new URL('./netns-fill.c', import.meta.url));
const settle = () => compile(new URL('./netns-settle.c', import.meta.url));

/** Runs a shell script in mount and network namespaces of its own, with a tmpfs on /mnt: nothing is left. */
async function inNamespaces(script: string) {
  const env = { FILL: await fill(), SETTLE: await settle() };
  const whole = `mount -t tmpfs netknee /mnt || exit 9; ${script}`;
  return execa('unshare', ['--mount', '--net', 'sh', '-c', whole], { env, reject: false, timeout: 50_000 });
}

describe('netns-fill.c', function () {
  this.timeout(60_000);

  it('makes exactly the namespaces asked for, and they are namespaces', async function () {
    needRoot(this);
    const { stdout, stderr, exitCode } = await inNamespaces(
      '"$FILL" /mnt n 5 28 && ls /mnt | sort -V | tr "\\n" " " && stat -f -c %T /mnt/n* | sort | uniq -c',
    );
    assert.equal(exitCode, 0, stderr);
    const [header, numbers, namesAndTypes] = stdout.split('\n');
    const [row] = csvRows(`${header}\n${numbers}\n`, ['from', 'to', 'duration_ns', 'unshare_ns', 'bind_ns']);
    assert.deepEqual([row!.from, row!.to], ['5', '28']);
    assert.ok(Number(row!.unshare_ns) > 0 && Number(row!.bind_ns) > 0);
    assert.ok(Number(row!.duration_ns) >= Number(row!.unshare_ns) + Number(row!.bind_ns));
    const expected = Array.from({ length: 23 }, (_, i) => `n${i + 5}`).join(' ');
    assert.equal(namesAndTypes!.replace(/ +/g, ' '), `${expected} 23 nsfs`);
  });

  it('says how far it came and leaves what is not its own', async function () {
    needRoot(this);
    const script = 'touch /mnt/n3; "$FILL" /mnt n 0 9; echo $?; ls /mnt';
    const { stdout, stderr, exitCode } = await inNamespaces(script);
    assert.deepEqual([exitCode, stdout], [0, '1\nn0\nn1\nn2\nn3']);
    const said = ['create /mnt/n3: File exists', 'stopped after 3 of 9 namespaces in /mnt'];
    assert.equal(stderr, said.map((what) => `netns-fill: ${what}`).join('\n'));
  });

  it('undoes the entry that could not become a namespace', async function () {
    needRoot(this);
    const script = 'setpriv --bounding-set=-sys_admin "$FILL" /mnt n 0 3; echo $?; ls /mnt';
    const { stdout, stderr } = await inNamespaces(script);
    assert.equal(stdout, '1');
    assert.match(stderr, /^netns-fill: unshare network namespace for \/mnt\/n0: Operation not permitted$/m);
  });

  it('ends after a whole entry when it is terminated, and says how many stand', async function () {
    needRoot(this);
    const { stdout, stderr } = await inNamespaces(`
      "$FILL" /mnt n 0 3000 &
      until [ -e /mnt/n20 ]; do sleep 0.01; done
      kill $!
      wait $!
      echo $?
      ls /mnt | wc -l
      stat -f -c %T /mnt/n* | grep -vc nsfs`);
    const [code, entries, others] = stdout.split('\n');
    assert.deepEqual([code, others], ['1', '0']);
    assert.equal(stderr, `netns-fill: interrupted after ${entries} of 3000 namespaces in /mnt`);
  });

  it('refuses wrong words with 2', async () => {
    const wrong = ['', '/mnt n 3 2', '/mnt a/b 0 1', '/mnt n 0 1x', '/mnt n -1 1', '/mnt n 0 1000001'];
    for (const words of wrong) {
      assert.equal((await execa(await fill(), words.split(' '), { reject: false })).exitCode, 2, words);
    }
  });
});

describe('netns-settle.c', function () {
  this.timeout(60_000);
  const COLUMNS = ['expected', 'active', 'duration_ns', 'settled'] as const;

  it('sees namespaces while they stand, and waits until they are gone', async function () {
    needRoot(this);
    const { stdout, stderr, exitCode } = await inNamespaces(`
      "$FILL" /mnt n 0 100 >&2
      "$SETTLE" 0 0 || exit
      full=$("$SETTLE" 0 0 | tail -1 | cut -d, -f2)
      umount -l /mnt/n*
      "$SETTLE" $((full - 60)) 30000`);
    assert.equal(exitCode, 0, stderr);
    const [header, full, , gone] = stdout.split('\n');
    const [before, after] = csvRows(`${header}\n${full}\n${gone}\n`, COLUMNS);
    assert.deepEqual([before!.expected, before!.settled], ['0', '0']);
    assert.ok(Number(before!.active) >= 100);
    assert.equal(after!.settled, '1', stdout);
    assert.ok(Number(after!.active) <= Number(after!.expected));
  });

  it('ends at its deadline with settled 0, and refuses wrong words with 2', async function () {
    needRoot(this);
    const { stdout } = await inNamespaces('"$FILL" /mnt n 0 20 >&2; "$SETTLE" 1 300');
    const [row] = csvRows(stdout, COLUMNS);
    assert.equal(row!.settled, '0');
    assert.ok(Number(row!.duration_ns) >= 300e6);
    for (const words of [[], ['1'], ['x', '1'], ['1', '3600001']]) {
      assert.equal((await execa(await settle(), words, { reject: false })).exitCode, 2);
    }
  });
});
