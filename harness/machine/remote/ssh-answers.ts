import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** Milliseconds that one connection may say nothing, and between two. */
const SILENT_MS = 5000;
const PAUSE_MS = 200;

/**
 * Whether an ssh server of this machine's loopback says its name before the deadline. QEMU takes connections for a guest whose server does
 * not listen yet, and resets them: that a port is open says nothing.
 * @param deadline of `performance.now()`
 * @param isOver ends the waiting: nobody is there any more
 */
export async function sshAnswers(port: number, deadline: number, isOver: () => boolean): Promise<boolean> {
  while (!isOver() && performance.now() < deadline) {
    if (await saysItsName(port)) return true;
    await wait(PAUSE_MS);
  }
  return false;
}

function saysItsName(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const end = (says: boolean): void => {
      socket.destroy();
      resolve(says);
    };
    socket.setTimeout(SILENT_MS, () => end(false));
    socket.once('data', (data) => end(data.toString('latin1').startsWith('SSH-')));
    socket.once('error', () => end(false));
    socket.once('close', () => end(false));
  });
}
