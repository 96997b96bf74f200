type Vega = typeof import('vega');
type VegaLite = typeof import('vega-lite');

/**
 * Vega and vega-lite, loaded by the first figure, from the builds that their packages have for pages: one file each. Their modules
 * are more than two hundred files, which take four times as long to load, and most come from packages that vega does not pin: the
 * same figure could have other bytes after another `npm install`.
 */
export async function loadVega(): Promise<{ vega: Vega; vegaLite: VegaLite }> {
  await import(pageBuild('vega'));
  await import(pageBuild('vega-lite'));
  return globalThis as typeof globalThis & { vega: Vega; vegaLite: VegaLite };
}

/** It lies beside the package's entry, and what it loads is found by a global name, as a page's scripts are. */
const pageBuild = (name: 'vega' | 'vega-lite'): string =>
  new URL(`${name}.min.js`, import.meta.resolve(name)).href;
