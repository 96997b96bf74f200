/**
 * A run of the tiny scenario on the fake machine, as a program of its own: what it meets on the way (a signal, a full disk)
 * meets a whole process. `node fake-run.testing.js FOLDER [resume]`; it ends as `netknee run` does.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { asFailure, describeFailure, EXIT, Failure } from '../harness/failure.js';
import { readManifest } from '../harness/run/results/manifest.js';
import { plays, runTiny } from '../harness/run/tiny.testing.js';

const [folder = '', word] = process.argv.slice(2);

try {
  const resumes = word === 'resume' && existsSync(join(folder, 'manifest.json'));
  const resumed = resumes ? await readManifest(folder) : undefined;
  const { manifest } = await runTiny({ folder, play: plays.well, request: { resumed } });
  const failed = manifest.trials.some(({ status }) => status === 'failed');
  process.exitCode = failed ? EXIT.trialsFailed : EXIT.ok;
} catch (error) {
  const known = asFailure(error);
  process.stderr.write(`netknee: ${describeFailure(known)}\n`);
  process.exitCode = known instanceof Failure ? known.details.exit : EXIT.internal;
}
