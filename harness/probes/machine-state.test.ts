import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { needRoot } from './compile.testing.js';
import {
  differenceWords,
  type MachineState,
  parseMachineState,
  restoration,
  stateDifferences,
} from './machine-state.js';

const script = fileURLToPath(new URL('./machine-state.sh', import.meta.url));

const SECTIONS = ['network-namespaces', 'links', 'mounts', 'sysctls', 'modules', 'tracing'];
/** A state with these items, and nothing in the other sections. */
const state = (items: Record<string, string[]>): MachineState =>
  parseMachineState(
    SECTIONS.map((name) => `@@ ${name}\n${(items[name] ?? []).map((item) => `${item}\n`).join('')}`).join(''),
  );
const words = (before: Record<string, string[]>, after: Record<string, string[]>): string[] =>
  stateDifferences(state(before), state(after)).map(differenceWords);

describe('parseMachineState', () => {
  it('refuses what was cut off', () => {
    const whole = SECTIONS.map((name) => `@@ ${name}\n`).join('');
    assert.equal(parseMachineState(whole).size, SECTIONS.length);
    assert.throws(() => parseMachineState(whole.replace('@@ tracing\n', '')), /no section "tracing"/);
    assert.throws(() => parseMachineState(''), RangeError);
  });
});

describe('stateDifferences', () => {
  it('finds none between equal states, whatever their order', () => {
    assert.deepEqual(words({ mounts: ['/a x', '/b x'] }, { mounts: ['/b x', '/a x'] }), []);
  });

  it('names what is new and what is gone', () => {
    assert.deepEqual(
      words(
        { mounts: ['/a tmpfs x'], sysctls: ['kernel/timer_migration 1'] },
        { mounts: ['/a tmpfs x'], 'network-namespaces': ['blue'], sysctls: ['kernel/timer_migration 0'] },
      ),
      [
        'left behind: network-namespaces: new blue',
        'left behind: sysctls: gone kernel/timer_migration 1',
        'left behind: sysctls: new kernel/timer_migration 0',
      ],
    );
  });

  it('counts equal items', () => {
    assert.deepEqual(words({ mounts: ['/a x'] }, { mounts: ['/a x', '/a x'] }), [
      'left behind: mounts: new /a x',
    ]);
    assert.deepEqual(words({ mounts: ['/a x', '/a x'] }, { mounts: ['/a x'] }), [
      'left behind: mounts: gone /a x',
    ]);
  });
});

describe('restoration', () => {
  const of = (before: Record<string, string[]>, after: Record<string, string[]>): string =>
    restoration(state(before), state(after));

  it('is nothing where nothing changed, or what changed is not ours to change back', () => {
    assert.equal(of({ modules: ['a'] }, { modules: ['a'] }), '');
    assert.equal(of({ mounts: ['/a x'] }, { 'network-namespaces': ['blue'] }), '');
  });

  it('unloads modules, sets sysctls as they were, leaves alone those that only the module had', () => {
    assert.equal(
      of(
        { modules: ['a'], sysctls: ['kernel/timer_migration 1'] },
        {
          modules: ['a', 'ip_vs'],
          sysctls: ['kernel/timer_migration 0', 'net/ipv4/vs/run_estimation 0'],
        },
      ),
      'sysctl kernel/timer_migration 1\nmodule ip_vs\n',
    );
  });

  it("loads what went along with the trial's own", () => {
    assert.equal(
      of({ modules: ['nf_defrag_ipv4'] }, { modules: ['ip_vs'] }),
      'load nf_defrag_ipv4\nmodule ip_vs\n',
    );
  });

  it('sets the tracer before its filter, and an empty filter as nothing', () => {
    assert.equal(
      of(
        { tracing: ['tracing_on 1', 'current_tracer nop'] },
        { tracing: ['set_ftrace_filter estimation_timer', 'tracing_on 1', 'current_tracer function_graph'] },
      ),
      'tracing current_tracer nop\ntracing set_ftrace_filter\n',
    );
    assert.equal(
      of({ tracing: ['set_ftrace_filter a', 'set_ftrace_filter b'] }, { tracing: ['set_ftrace_filter a'] }),
      'tracing set_ftrace_filter a\ntracing set_ftrace_filter b\n',
    );
  });
});

describe('machine-state.sh', () => {
  /**
   * What the difference is between two readings with `work` in between, in namespaces of its own: of processes too, or it
   * would see namespaces of guests and tests beside it come and go.
   */
  async function around(work: string): Promise<string[]> {
    const whole = `mount -t tmpfs netknee /run; mkdir /run/netns; sh "$0"; echo '@@@'; ${work} >&2; sh "$0"`;
    const { stdout } = await execa('unshare', [
      ...['--mount', '--net', '--pid', '--fork', '--mount-proc'],
      ...['sh', '-c', whole, script],
    ]);
    const [before, after] = stdout.split('@@@\n') as [string, string];
    return stateDifferences(parseMachineState(before), parseMachineState(after)).map(differenceWords);
  }

  it('sees nothing where nothing happened', async function () {
    needRoot(this);
    assert.deepEqual(await around('true'), []);
  });

  it('sees a mount and a named namespace', async function () {
    needRoot(this);
    assert.deepEqual(await around('touch /run/netns/blue; mount --bind /proc/self/ns/net /run/netns/blue'), [
      'left behind: mounts: new /run/netns/blue nsfs nsfs',
    ]);
  });
});
