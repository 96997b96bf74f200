import { isName, isPath } from '../../design/name.js';
import { EXIT, Failure } from '../../failure.js';
import type { Claim, Scenario, Variant } from '../../types.js';

/** Source folders by the name of the variant that is built from them. */
export type VariantTrees = Record<string, string>;

const TREE = /^([^=]+)=path:(.+)$/;

/** `upstream=path:../iproute2`, from the command line. @throws Failure for anything else */
export function parseVariantTree(word: string): [string, string] {
  const [, name, path] = TREE.exec(word) ?? [];
  if (name !== undefined && path !== undefined && isName(name) && isPath(path)) return [name, path];
  throw new Failure({
    what: `--variant takes NAME=path:FOLDER, not "${word}"`,
    exit: EXIT.usage,
    remedy: 'For instance --variant mine=path:../iproute2.',
  });
}

/**
 * The scenarios with the user's own trees: a known variant is built from its tree instead of its sources, patches
 * included; a new name becomes a variant that is built as the scenario's first one is, without patches.
 * @throws Failure when no scenario has variants
 */
export function withTrees(scenarios: readonly Scenario[], trees: VariantTrees = {}): Scenario[] {
  const names = Object.keys(trees);
  const built = scenarios.filter(({ variants }) => variants.length > 0);
  if (names.length > 0 && built.length === 0) {
    throw new Failure({
      what: `--variant ${names[0]}: ${scenarios.map(({ name }) => name).join(', ')} has no variants`,
      exit: EXIT.usage,
    });
  }
  return scenarios.map((scenario) =>
    built.includes(scenario)
      ? {
          ...scenario,
          variants: variantsOf(scenario.variants, trees),
          claims: [...claimsOfTrees(scenario, trees), ...scenario.claims],
        }
      : scenario,
  );
}

function claimsOfTrees({ variants, claimsOfVariant }: Scenario, trees: VariantTrees): Claim[] {
  const own = Object.keys(trees).filter((name) => !variants.some((variant) => variant.name === name));
  return own.flatMap((name) => claimsOfVariant?.(name) ?? []);
}

function variantsOf(variants: readonly Variant[], trees: VariantTrees): Variant[] {
  const from = (variant: Variant, path: string): Variant => ({
    ...variant,
    title: `${variant.name}, from a source tree of the user's`,
    sources: [{ kind: 'path', path }],
  });
  const known = variants.map((variant) => {
    const path = trees[variant.name];
    return path === undefined ? variant : from(variant, path);
  });
  const { patches: _, ...plain } = variants[0]!;
  const added = Object.entries(trees)
    .filter(([name]) => !variants.some((variant) => variant.name === name))
    .map(([name, path]) => from({ ...plain, name }, path));
  return [...known, ...added];
}
