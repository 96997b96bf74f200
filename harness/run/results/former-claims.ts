const WHY =
  'it was judged by a model of growth that this netknee does not fit any more: it measures the exponent instead';

/** Measures that manifests of before may name. */
const FORMER = ['scaling', 'linearity'];

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Pure: a manifest as it was read, whatever it is, with claims of a former kind of measure taken for what is not measured: all else of
 * such a run is concluded as before. What is no such claim stays as it is, for the schema to judge.
 */
export function withoutFormerClaims(manifest: unknown): unknown {
  if (!isRecord(manifest) || !Array.isArray(manifest.scenarios)) return manifest;
  const scenarios = manifest.scenarios.map((scenario: unknown) =>
    isRecord(scenario) && Array.isArray(scenario.claims)
      ? { ...scenario, claims: scenario.claims.map(today) }
      : scenario,
  );
  return { ...manifest, scenarios };
}

function today(claim: unknown): unknown {
  if (!isRecord(claim) || !isRecord(claim.measure)) return claim;
  if (!FORMER.includes(String(claim.measure.type))) return claim;
  const { holds: _, ...rest } = claim;
  return { ...rest, measure: { type: 'not-measured', why: WHY } };
}
