import assert from 'node:assert/strict';
import { Failure } from '../../failure.js';
import { applyPatch } from './variant-patch.js';

/** The shape of ip/ipnetns.c: a declaration, a function whose name ends alike, then the function meant. */
const SOURCE = `static int do_netns(int argc, char **argv);
int do_netns_later(int argc,
\tchar **argv);

static int redo_netns(int argc, char **argv)
{
\tinit();
\treturn 0;
}

int do_netns(int argc, char **argv)
{
\tif (argc < 1) {
\t\tusage();
\t\treturn 0;
\t}

\t\tinit();
\tif (!matches(*argv, "list"))
\t\treturn list(argc, argv);
}

static void after(void)
{
\tinit();
}
`;
const patch = { file: 'ip/ipnetns.c', within: 'do_netns', after: 'init();', line: 'netns_map_init();' };
const refused = (problem: RegExp) => (error: unknown) =>
  error instanceof Failure && error.details.exit === 69 && problem.test(error.message);

describe('applyPatch', () => {
  it('inserts one line after the one meant, in that function alone, with its indentation', () => {
    const expected = SOURCE.replace('\t\tinit();\n', '\t\tinit();\n\t\tnetns_map_init();\n');
    assert.equal(applyPatch(SOURCE, patch), expected);
  });

  it('takes a declaration over several lines for none of the function', () => {
    const source = SOURCE.replace('int do_netns_later(int argc,', 'int do_netns(int argc,');
    assert.equal(applyPatch(source, patch).split('\n').length, source.split('\n').length + 1);
    assert.match(applyPatch(source, patch), /\t\tinit\(\);\n\t\tnetns_map_init\(\);\n\tif/);
  });

  it('refuses no place and two places', () => {
    const none = { ...patch, after: 'start();' };
    assert.throws(
      () => applyPatch(SOURCE, none),
      refused(/^ip\/ipnetns\.c: 0 lines "start\(\);" in do_netns\(\)/),
    );
    const twice = SOURCE.replace('\t\tusage();', '\t\tinit();');
    assert.throws(() => applyPatch(twice, patch), refused(/: 2 lines /));
    assert.throws(() => applyPatch(SOURCE, { ...patch, within: 'do_other' }), refused(/: 0 lines /));
    assert.throws(() => applyPatch(SOURCE, { ...patch, after: 'init()' }), refused(/: 0 lines /));
  });
});
