import assert from 'node:assert/strict';
import { Failure } from '../../failure.js';
import { netnsCreate } from '../../report/fixtures/small-run.js';
import { describeScenario } from '../results/manifest.js';
import { discover } from './discover.js';
import { requireData } from './load-scenario.js';

/** A copy in which anything may be wrong. */
// biome-ignore lint/suspicious/noExplicitAny: what is wrong has no type.
type Loose = any;

describe('the data of a scenario', () => {
  const refused = (change: (scenario: Loose) => void, words: RegExp) => {
    const scenario = structuredClone(netnsCreate) as Loose;
    change(scenario);
    assert.throws(
      () => requireData(scenario, 'netns-create'),
      (error) => {
        assert.ok(error instanceof Failure, String(error));
        assert.equal(error.details.exit, 64);
        assert.match(`${error.message}\n${error.details.tail}`, words);
        return true;
      },
    );
  };

  it('is accepted of every scenario that there is', async () => {
    const scenarios = await discover();
    assert.ok(scenarios.length >= 2);
    for (const scenario of scenarios) requireData(describeScenario(scenario), scenario.name);
  });

  it('is refused where a word is none of those that are understood', () => {
    refused((one) => {
      one.claims[1].holds = { is: 'over', bound: 1 };
    }, /claims\[1\]\.holds\.is/);
    refused((one) => {
      one.figures[0].kind = 'pie';
    }, /figures\[0\]\.kind/);
    refused((one) => {
      one.claims[0].measure.type = 'guess';
    }, /claims\[0\]\.measure\.type/);
    refused((one) => {
      one.tables[0].rows = 'weather';
    }, /no factor "weather" is declared/);
    refused((one) => {
      one.metrics[0].unit = 'furlong';
    }, /metrics\[0\]\.unit/);
    refused((one) => {
      one.claims[0].measure.where = { weather: 'rain' };
    }, /no factor "weather" is declared/);
    refused((one) => {
      one.claims[0].measure.metric = 'create_latancy';
    }, /no metric "create_latancy" is declared, and a conclusion names it/);
    refused((one) => {
      one.comparisons[0].metrics = ['create_latancy'];
    }, /no metric "create_latancy" is declared/);
  });

  it('is refused by name where a factor is called as a column that every results folder has', () => {
    refused((one) => {
      one.factors[0].name = 'run';
      one.claims[0].measure.where = { run: 5 };
    }, /"run" is a column that every results folder has: call the factor otherwise\n.*factors\[0\]\.name/);
    refused((one) => {
      one.claims[0].measure.where = { constructor: 5 };
    }, /no factor "constructor" is declared/);
  });

  it('is refused where something is missing or there twice', () => {
    for (const part of [
      'tables',
      'figures',
      'claims',
      'metrics',
      'comparisons',
      'scalings',
      'jitters',
      'factors',
      'title',
    ]) {
      refused(
        (one) => {
          delete one[part];
        },
        new RegExp(`at ${part}`),
      );
    }
    refused((one) => one.tables.push(one.tables[0]), /"latency" is there twice/);
    refused((one) => one.figures.push(one.figures[0]), /"latency" is there twice/);
    refused((one) => one.claims.push(one.claims[0]), /"A1" is there twice/);
  });

  it('is refused where a title has control characters or a name is a path', () => {
    for (const title of ['a\u001b[2Jb', 'a\nb', 'a\rb', 'a\u202eb', 'x'.repeat(3000)]) {
      refused((one) => {
        one.tables[0].title = title;
      }, /tables\[0\]\.title/);
      refused((one) => {
        one.claims[0].statement = title;
      }, /claims\[0\]\.statement/);
    }
    for (const name of ['../../etc/passwd', 'a/b', '', '-rf', 'a b', 'a\u0000']) {
      refused((one) => {
        one.figures[0].name = name;
      }, /figures\[0\]\.name/);
    }
  });

  it('is refused when it is none at all, or of another folder', () => {
    for (const value of [undefined, null, 3, 'text', []]) {
      assert.throws(() => requireData(value, 'x'), Failure);
    }
    refused((one) => {
      one.name = 'other';
    }, /it calls itself "other"/);
  });
});
