import assert from 'node:assert/strict';
import { foldersOfPlanArguments, optionsOfPlanArguments, planArguments } from './plan-arguments.js';
import type { Settings } from './settings.js';

describe('planArguments', () => {
  const says = (settings: Settings) => planArguments(settings).join(' ');

  it('says what shapes a plan as the command line does', () => {
    const settings: Settings = {
      levels: { namespaces: [0, 500], rules: [0] },
      variants: ['upstream', 'mine'],
      trees: { mine: '../iproute2' },
      passes: ['timed', 'kernels'],
      boots: { instructions: 1, wall: 6 },
      iterations: 9,
      'possible-cpus': [2, 80],
      memory: [512],
      kernel: ['6.1', 'mine=bzImage,modules'],
    };
    assert.equal(
      says(settings),
      '--levels namespaces=0,500 --levels rules=0 --variants upstream,mine --variant mine=path:../iproute2 ' +
        '--passes timed,kernels --boots instructions=1,wall=6 --iterations 9 --possible-cpus 2,80 --memory 512 ' +
        '--kernel 6.1 --kernel mine=bzImage,modules',
    );
    assert.equal(says({ levels: [0, 2000], boots: 6 }), '--levels 0,2000 --boots 6');
  });

  it('says the pass that a profile stands for', () => {
    assert.equal(says({ profile: 'pressure' }), '--passes pressure');
    assert.equal(says({ profile: 'pressure', passes: ['timed'] }), '--passes timed');
  });

  it('says first where scenarios of the user’s own stand', () => {
    const scenarios = [{ folder: '/home/me/mine' }, {}];
    const words = planArguments({ boots: 2 }, scenarios);
    assert.deepEqual(words, ['/home/me/mine', '--boots', '2']);
    assert.deepEqual(foldersOfPlanArguments(words), ['/home/me/mine']);
    assert.deepEqual(optionsOfPlanArguments(words), { boots: '2' });
    assert.deepEqual(foldersOfPlanArguments(planArguments({}, scenarios)), ['/home/me/mine']);
    assert.throws(
      () => optionsOfPlanArguments(['--boots', '2', '/home/me/mine']),
      /can't have been begun with/,
    );
  });

  it('leaves out what the plan names, and what shapes none', () => {
    assert.equal(says({ profile: 'paper', seed: 7, clock: 'wall', jobs: 'auto', out: 'elsewhere' }), '');
  });
});
