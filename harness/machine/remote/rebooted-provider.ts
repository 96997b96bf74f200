import type { Provider, TrialRequest } from '../provider/provider.js';
import type { RebootedGuest } from './rebooted-guest.js';
import { onMachine } from './remote-machine.js';
import { endOf, placeBundle, streamBundle } from './remote-stream.js';

const SCRIPTS = ['harness/machine/remote/guest-trial.sh'];
const START = 'exec sh "$1/guest-trial.sh" "$1"';

/**
 * Trials in a guest that is booted anew for each, from one and the same state: nothing has to be set back in it.
 * @param accelerator figures of different ones are not compared
 */
export const rebootedProvider = (guest: RebootedGuest, accelerator: string): Provider => ({
  name: guest.name,
  realAccelerator: accelerator,
  ...(guest.mark === undefined ? {} : { guestMark: guest.mark }),
  runTrial: (request) =>
    endOf(accelerator, request, [], async () => {
      const problem = await runTrial(guest, request);
      return { accelerator, trouble: [], ...(problem === undefined ? {} : { problem }) };
    }),
});

/** @returns why it did not come to its end, if it did not */
async function runTrial(guest: RebootedGuest, request: TrialRequest): Promise<string | undefined> {
  await guest.boot(request.signal);
  return onMachine(guest.open, async (machine, temporary) => {
    await placeBundle(machine, guest.asRoot, request, SCRIPTS);
    await request.onReady();
    return streamBundle(machine, guest.asRoot, request, temporary, START);
  });
}
