/** `exact`: one vCPU whose clock counts instructions. `real`: two vCPUs on the real clock. */
export type Lane = 'exact' | 'real';

/** The factors that tell one cell from another; a factor that does not apply is absent. */
export interface Factors {
  lane: Lane;
  scenario: string;
  kernel: string;
  possibleCpus: number;
  memoryMb: number;
  namespaces?: number;
  rules?: number;
  variant?: string;
  runEstimation?: 0 | 1;
  path?: string;
  /** What is done against the effect, beside run_estimation; absent: nothing. */
  mitigation?: string;
  /** What is otherwise than in an ordinary trial; absent: nothing. */
  condition?: string;
  /** Processes that do the operation at the same time; absent: one. */
  creators?: number;
}

/** The factors that may change inside one boot. */
export type InnerFactors = Omit<Factors, 'lane' | 'scenario' | 'kernel' | 'possibleCpus' | 'memoryMb'>;

export type FactorName = keyof Omit<Factors, 'scenario'>;
