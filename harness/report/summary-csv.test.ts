import assert from 'node:assert/strict';
import { declaredFactors } from '../cells/declared-factors.js';
import { summarise } from '../cells/summarise.js';
import { manifest, observations } from './fixtures/small-run.js';
import { summaryCsv } from './summary-csv.js';

describe('summaryCsv', () => {
  const lines = summaryCsv(
    summarise(observations, manifest.scenarios),
    declaredFactors(manifest.scenarios),
  ).split('\n');

  it('has the factor columns and its own', () => {
    assert.equal(
      lines[0],
      'clock,scenario,kernel,possible_cpus,memory_mb,namespaces,variant,rules,run_estimation,' +
        'metric,unit,boots,iterations,median,ci_low,ci_high,ci,min,max',
    );
  });

  it('says by which clock times are counted, and gives the true coverage', () => {
    assert.equal(
      lines[1],
      'instructions,netns-create,6.1,2,2048,0,stock,,,create_latency,ns (instruction clock),6,18,2501000,2500500,2501500,' +
        'exact 96.9 %,2500500,2501500',
    );
  });

  it('leaves the bounds empty when boots are too few', () => {
    const real = lines.find((line) => line.startsWith('wall,') && line.includes('upstream'));
    assert.match(real!, /,create_latency,ns,2,6,[\d.]+,,,insufficient \(need 6 boots\),/);
  });
});
