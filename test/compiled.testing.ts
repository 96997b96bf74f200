import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';
import { packageRoot } from '../harness/machine/host/places.js';

/**
 * Compiles a program of the tests, with what it imports of other test support, against the built harness: it starts in a
 * third of the time that it takes from its sources.
 *
 * @param into a folder that goes away with the tests
 * @returns the path of the compiled program
 */
export function compiledProgram(source: URL, into: string): string {
  const written = new Map<string, string>();
  const compile = (path: string): string => {
    const known = written.get(path);
    if (known !== undefined) return known;
    const name = relative(packageRoot, path).replace(/\.ts$/, '.js');
    const target = join(into, name);
    written.set(path, target);
    const { outputText } = ts.transpileModule(readFileSync(path, 'utf8'), {
      compilerOptions: {
        target: ts.ScriptTarget.ES2023,
        module: ts.ModuleKind.ESNext,
        verbatimModuleSyntax: true,
      },
    });
    const linked = outputText.replace(/(from |import )'(\.[^']+)'/g, (_, word: string, to: string) => {
      const other = join(dirname(path), to);
      const place = to.endsWith('.testing.js')
        ? compile(other.replace(/\.js$/, '.ts'))
        : join(packageRoot, 'dist', relative(packageRoot, other));
      return `${word}'${pathToFileURL(place)}'`;
    });
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, linked);
    return target;
  };
  writeFileSync(join(into, 'package.json'), '{ "type": "module" }\n');
  return compile(fileURLToPath(source));
}
