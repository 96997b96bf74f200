import assert from 'node:assert/strict';
import { describeFailure, Failure } from '../../failure.js';
import { exec } from './exec.js';

const options = { deadlineS: 20, what: 'the thing could not be done', remedy: 'do it by hand' };

async function failureOf(work: Promise<unknown>): Promise<Failure> {
  const error = await work.then(
    () => assert.fail('it went well'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof Failure, String(error));
  return error;
}

describe('exec', () => {
  it('gives what was written, with input, folder and environment', async () => {
    const script = 'read -r line; echo "$line $PWD $WORD"';
    const more = { input: 'in\n', cwd: '/', env: { WORD: 'w' } };
    assert.equal(await exec('sh', ['-c', script], { ...options, ...more }), 'in / w');
  });

  it('gives a command that asks nothing to read', async () => {
    assert.equal(await exec('cat', [], options), '');
  });

  it('names what, the command, its exit code, its last words and the remedy', async () => {
    const script = 'seq 30; for i in $(seq 30); do echo "line $i" >&2; done; exit 7';
    const failure = await failureOf(exec('sh', ['-c', script], options));
    const { exitCode, command, tail, exit } = failure.details;
    assert.deepEqual([exitCode, exit], [7, 69]);
    assert.match(command ?? '', /^sh -c /);
    assert.equal(tail?.split('\n').length, 12);
    assert.equal(tail?.split('\n').at(-1), 'line 30');
    const text = describeFailure(failure);
    for (const part of [
      'the thing could not be done',
      'exit:     7',
      '    line 30',
      'remedy:   do it by hand',
    ]) {
      assert.ok(text.includes(part), `${part} in:\n${text}`);
    }
  });

  it('shows what went to stdout when stderr is empty', async () => {
    const { details } = await failureOf(exec('sh', ['-c', 'echo said; exit 1'], options));
    assert.equal(details.tail, 'said');
  });

  it('says so when there is no such program', async () => {
    const { details } = await failureOf(exec('netknee-no-such-program', [], options));
    assert.deepEqual([details.exitCode, details.exit], ['ENOENT', 69]);
    assert.match(details.tail ?? '', /ENOENT/);
  });

  it('ends a command at its deadline', async () => {
    const { details } = await failureOf(exec('sleep', ['60'], { ...options, deadlineS: 0.05 }));
    assert.equal(details.what, 'the thing could not be done (no end within 0.05 s)');
  });

  it('ends a command that is interrupted, and tells that from a failure', async () => {
    const controller = new AbortController();
    const work = exec('sleep', ['60'], { ...options, signal: controller.signal });
    setImmediate(() => controller.abort());
    assert.equal((await failureOf(work)).details.exit, 130);
  });

  it('counts a deadline from the last output where it is told to', async () => {
    const options = {
      deadlineS: 1,
      deadlineFrom: 'last output' as const,
      what: 'the thing could not be built',
    };
    const talks = 'for i in 1 2 3 4 5 6 7 8; do echo "$i"; sleep 0.25; done';
    assert.equal((await exec('sh', ['-c', talks], options)).split('\n').length, 8);
    await assert.rejects(
      exec('sh', ['-c', 'echo begun; exec sleep 60'], options),
      /the thing could not be built \(no output for 1 s\)/,
    );
  });
});
