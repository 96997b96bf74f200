/** One thing that doctor looked at. */
export interface Finding {
  what: string;
  /** `missing` stands in the way of a run; `note` does not. */
  state: 'ok' | 'note' | 'missing';
  detail: string;
  remedy?: string;
}
