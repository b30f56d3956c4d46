/** What was compared, and how much of it differs. */
export interface Drift {
  /** Posts that have views by either. */
  readonly posts: number;
  /** What the counters should say, all together. */
  readonly views: number;
  /** Posts whose counter says something else. */
  readonly wrong: number;
  /** Views that these counters have too many. */
  readonly excess: number;
  /** Views that these counters lack. */
  readonly missing: number;
}

/** A counter that says something else than it should. */
export interface WrongCounter {
  readonly postUuid: string;
  readonly counted: number;
  readonly actual: number;
}

export interface DriftRow {
  readonly posts: number;
  /** Sums come as text, and are `null` when there is nothing to add up. */
  readonly views: string | null;
  readonly wrong: string | null;
  readonly excess: string | null;
  readonly missing: string | null;
}

export const NO_DRIFT: Drift = { posts: 0, views: 0, wrong: 0, excess: 0, missing: 0 };

export function toDrift(row: DriftRow | undefined): Drift {
  const { posts = 0, views = null, wrong = null, excess = null, missing = null } = row ?? {};
  return {
    posts,
    views: Number(views),
    wrong: Number(wrong),
    excess: Number(excess),
    missing: Number(missing),
  };
}

export function addDrift(one: Drift, other: Drift): Drift {
  return {
    posts: one.posts + other.posts,
    views: one.views + other.views,
    wrong: one.wrong + other.wrong,
    excess: one.excess + other.excess,
    missing: one.missing + other.missing,
  };
}
