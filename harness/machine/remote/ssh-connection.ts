import { access, chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { EXIT, Failure, tailOf } from '../../failure.js';
import { dyingWithNetknee } from '../process/dies-with-netknee.js';
import { startProcess } from '../process/running-process.js';
import { type OpenMachine, remoteFolder } from './remote-machine.js';
import { type SshTarget, sshArgv, sshMasterArgv } from './ssh-argv.js';

/** ssh gives up on the connection itself sooner; this is for what comes after it. */
const OPEN_DEADLINE_MS = 120_000;

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/**
 * One connection for all commands; its socket is in a private folder and goes with it.
 * @throws Failure when the machine can't be reached or does not let us in without a question
 */
export const openSsh =
  (target: SshTarget): OpenMachine =>
  async (temporary, cleanup) => {
    await chmod(temporary, 0o700);
    const socket = join(temporary, 'ssh');
    const master = await startProcess(await dyingWithNetknee('KILL', sshMasterArgv(target, socket)), {
      label: 'the connection to the machine',
      folder: temporary,
      endsBy: 'SIGTERM',
    });
    cleanup.register('ssh connection', () => master.stop());
    let over = false;
    void master.ended.then(() => {
      over = true;
    });
    const deadline = performance.now() + OPEN_DEADLINE_MS;
    while (!(await exists(socket))) {
      const late = performance.now() > deadline;
      if (late) await master.stop();
      if (over || late) {
        const { stderr, exitCode } = await master.ended;
        throw new Failure({
          what: `no connection to ${target.host}${late ? ` within ${OPEN_DEADLINE_MS / 1000} s` : ''}`,
          exit: EXIT.machine,
          exitCode,
          tail: tailOf(stderr),
          remedy: `Make this end well first: ssh -o BatchMode=yes ${target.host} true`,
        });
      }
      await wait(20);
    }
    return { name: 'ssh', folder: remoteFolder(), argv: (words) => sshArgv(target, socket, words) };
  };
