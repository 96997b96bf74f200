import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { EXIT } from '../../failure.js';
import { packTar, unpackTar } from '../files/tar-file.js';
import type { MachineCheck } from '../remote/remote-check.js';
import { call, type OpenMachine, onMachine, type RemoteMachine } from '../remote/remote-machine.js';
import type { Builder } from './builder.js';

const COPY_DEADLINE_S = 300;

/** Compiles on a machine that has a tool chain, as whom it is logged in to, in a folder that goes with the build. */
export function machineBuilder(open: OpenMachine, check: Required<MachineCheck>): Builder {
  const { compiler, libc } = check.toolchain;
  const { distribution } = check;
  return {
    inputs: { compiler, libc, distribution },
    details: { compiler, libc, distribution },
    build: (tree, commands, products, { deadlineS, what, signal }) =>
      inFolder(open, async (machine, folder, temporary) => {
        const options = { deadlineS: COPY_DEADLINE_S, what, signal };
        const [sent, back] = [join(temporary, 'sent.tar'), join(temporary, 'back.tar')];
        await packTar(tree, sent, ['.']);
        await call(machine, ['tar', '-C', folder, '-xf', '-'], { ...options, inputFile: sent });
        for (const argv of commands) {
          const there = ['sh', '-c', 'cd "$1" && shift && exec "$@"', 'netknee', folder, ...argv];
          await call(machine, there, { deadlineS, deadlineFrom: 'last output', what, signal });
        }
        const pack = ['tar', '-C', folder, '-cf', '-', '--', ...products];
        await call(machine, pack, { ...options, outputFile: back });
        await unpackTar(back, tree);
      }),
    takeShipped: (path, to, options) =>
      onMachine(open, async (machine) => {
        const there = { ...options, exit: EXIT.prerequisite };
        const says = await call(machine, [path, '-V'], there);
        await call(machine, ['cat', path], { ...there, outputFile: to });
        return says.trim();
      }),
  };
}

/** With a folder of the machine's own that is removed again. */
const inFolder = <T>(
  open: OpenMachine,
  work: (machine: RemoteMachine, folder: string, temporary: string) => Promise<T>,
): Promise<T> =>
  onMachine(open, async (machine, temporary, cleanup) => {
    const folder = `/tmp/netknee-build-${randomUUID()}`;
    const short = { deadlineS: 60, what: `${folder} could not be made or removed` };
    cleanup.register('folder of the build', async () => {
      await call(machine, ['rm', '-rf', folder], short);
    });
    await call(machine, ['mkdir', '-m', '0700', folder], short);
    return work(machine, folder, temporary);
  });
