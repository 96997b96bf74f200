/** Marks what the author has to write anew; `make lint` refuses a scenario that has it still. */
export const INSTRUCTION = 'REPLACE:';

const scenario = (name: string, netknee: string): string => `import {
  conclusions,
  defineScenario,
  growsLinearly,
  sh,
  spawnTime,
  state,
  sweep,
} from '${netknee}';

// ${INSTRUCTION} the operation that is timed, its metric and its title.
const operation = spawnTime('operation_latency', 'time of one operation');

export default defineScenario({
  name: '${name}',
  // ${INSTRUCTION} what is measured along what, and what a reader wants to know.
  title: 'Listing a folder by the number of its files',
  question: 'How does listing a folder slow down with the files in it?',
  // ${INSTRUCTION} Debian packages that the guest needs beside its own, and what they bring.
  packages: [],
  needs: { programs: ['ls'], modules: [], cpus: 1 },
  factors: [state('files', 'files in the folder', [0, 500, 1000, 2000], { smoke: [0, 20] })],
  metrics: operation.metrics,
  steps: sweep('files', {
    // ${INSTRUCTION} what brings the state to a level, never by the tool under test, and verifies it.
    reach: (files) => sh('guest/reach.sh', files),
    measure: ({ level, trial }) =>
      operation.step(String(level), trial.iterations, () => ['/bin/ls', '/tmp/netknee-files']),
  }),
  ...conclusions(growsLinearly('operation_latency', 'files')),
  // ${INSTRUCTION} the sentence for each outcome, and what removes the effect.
  answer: {
    headline: {
      claims: ['operation_latency-grows'],
      reproduced: 'Listing a folder takes longer with every file in it.',
      contradicted: 'Listing a folder does not grow linearly with its files.',
      inconclusive: 'This run does not tell how listing a folder grows.',
    },
    fixes: [],
  },
});
`;

const reach = (license: string): string => `#!/bin/sh
${license}# reach.sh COUNT: brings the folder to COUNT files, and fails unless there are as many.
# ${INSTRUCTION} by what your state is, such as rules, routes or connections.
set -eu
folder=/tmp/netknee-files
mkdir -p "$folder"
seq 1 "$1" | (cd "$folder" && xargs -r touch)
[ "$(find "$folder" -type f | wc -l)" -eq "$1" ]
`;

const readme = (name: string): string => `# ${name}

${INSTRUCTION} what was reported, by whom, and the published figures if there are some.

| | |
|---|---|
| state | files in a folder |
| treatment | none |
| what is timed | \`ls\` of that folder |
`;

const test = (netknee: string): string => `${
  netknee === 'netknee' ? "import { describe, it } from 'node:test';\n" : ''
}import assert from 'node:assert/strict';
import scenario from './scenario.${netknee === 'netknee' ? 'ts' : 'js'}';

// ${INSTRUCTION} what your own steps must do.
describe('${'NAME'}', () => {
  it('reaches each level before it measures there', () => {
    const trial = { levels: [0, 20], variants: [], iterations: 2, seed: 1 } as never;
    const titles = scenario.steps(trial).map(({ title }) => title);
    assert.deepEqual(titles, [
      'reach at 0',
      'operation_latency at 0',
      'reach at 20',
      'operation_latency at 20',
    ]);
  });
});
`;

/**
 * The files of a new scenario, by path in its folder: it runs as it stands.
 * @param netknee what its modules import netknee by
 */
export const newScenarioFiles = (name: string, netknee: string): ReadonlyMap<string, string> =>
  new Map([
    ['scenario.ts', scenario(name, netknee)],
    ['guest/reach.sh', reach(netknee === 'netknee' ? '' : '# SPDX-License-Identifier: MIT\n')],
    ['README.md', readme(name)],
    ['scenario.test.ts', test(netknee).replace('NAME', name)],
  ]);
