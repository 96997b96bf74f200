/** `instructions`: one vCPU whose clock counts instructions. `wall`: two vCPUs on the wall clock. */
export type Clock = 'instructions' | 'wall';

/** An amount, or a text. */
export type FactorLevel = string | number;

/** One of `MachineFactors`, or one that the scenario declares. */
export type FactorName = string;

/** Of the factors that a scenario declares, those that apply. */
export type Levels = Readonly<Record<FactorName, FactorLevel | undefined>>;

/** What a whole boot has one level of, in every scenario. */
export interface MachineFactors {
  clock: Clock;
  kernel: string;
  possibleCpus: number;
  memoryMb: number;
}

/** What tells one cell from another, beside its metric. */
export interface Factors extends MachineFactors {
  scenario: string;
  /** In the order in which the scenario declares them. */
  factors: Levels;
}

/**
 * A factor as its scenario declares it. Its name is a column of the CSV files and the word in phrases (`2,000 namespaces`,
 * `path away`), with spaces for underscores; its title heads columns and axes.
 */
export interface FactorDeclaration {
  name: FactorName;
  title: string;
  kind: 'amount' | 'text';
  /**
   * `state`: ascends inside one boot, and is what something grows along; a scenario has one. `treatment`: measured side by
   * side at each level of the state. `machine`: a boot of its own for each level.
   */
  scope: 'state' | 'treatment' | 'machine';
}

/** How large a run is. `smoke`: whether everything runs at all, in seconds; its figures are not for conclusions. */
export type Profile = 'smoke' | 'quick' | 'standard' | 'paper';

/** Different levels for some profiles; a profile that is absent has the usual ones. */
export type LevelsByProfile<Level extends FactorLevel> = {
  [profile in Profile]?: readonly Level[] | { [clock in Clock]?: readonly Level[] };
};

/** A factor that ascends inside one boot. */
export interface StateFactor extends FactorDeclaration {
  kind: 'amount';
  scope: 'state';
  levels: readonly number[];
  byProfile?: LevelsByProfile<number>;
}

/** A factor whose levels are measured side by side; without levels here the scenario's steps alone know them. */
export interface TreatmentFactor extends FactorDeclaration {
  scope: 'treatment';
  levels?: readonly FactorLevel[];
  byProfile?: LevelsByProfile<FactorLevel>;
}

/** A factor of the whole boot. */
export interface MachineFactor extends FactorDeclaration {
  scope: 'machine';
  levels: readonly FactorLevel[];
  byProfile?: LevelsByProfile<FactorLevel>;
}

export type ScenarioFactor = StateFactor | TreatmentFactor | MachineFactor;
