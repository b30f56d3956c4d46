/** The first posts of a list that is sorted by views, most views first. */
export interface ListHead {
  readonly views: ReadonlyMap<string, number>;
  /** Upper bound for a post that is not among them: 0 when they are the whole list. */
  readonly upperBound: number;
}

export interface Heads {
  /** One for each day. */
  readonly days: readonly ListHead[];
  /** Of the all-time totals, if it was asked for. */
  readonly totals?: ListHead;
}

/** How many posts of a list to read. */
export interface Depths {
  readonly ofDay: number;
  /** 0 for none. */
  readonly ofTotals: number;
}

/** A post whose score is not known yet, with an upper bound for it. */
export interface Candidate {
  readonly postUuid: string;
  readonly upperBound: number;
}

/** Entries of a list, and how many of them there may be. */
export interface EntryLimit {
  /** Entries with fewer views do not count. */
  readonly minViews: number;
  readonly max: number;
}

/** A list of each of some days, and one of the all-time totals. */
export interface RankedLists {
  /** The number of days. */
  readonly days: number;
  /** The heads of all lists, as they were at one moment. */
  heads(depths: Depths): Promise<Heads>;
  /** Whether the lists of the days together, and that of the totals, have more entries than that. */
  exceed(days: EntryLimit, totals: EntryLimit): Promise<{ days: boolean; totals: boolean }>;
  /**
   * The posts that have at least `minViews` on one of the days and an upper bound of at least `minScore` over all of
   * them, highest upper bound first.
   */
  candidatesByDay(minViews: number, minScore: number): Promise<readonly Candidate[]>;
  /** The posts that have at least `minViews` of all time, highest total first. */
  candidatesByTotal(minViews: number): Promise<readonly Candidate[]>;
}
