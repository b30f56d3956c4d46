import type { Program } from '@post-views/programs';
import { metricOf, scrape } from './scrape.ts';
import type { Progress } from './watch.ts';

interface Done {
  readonly events: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

const NOTHING_YET: Done = { events: 0, at: 0 };

/** Progress by what consumers tell on `/metrics`: exact, since they tell the time of their last commit too. */
export function metricsProgress(
  consumers: readonly { readonly program: Program; readonly healthUrl: string }[],
): () => Promise<Progress> {
  return async () => {
    for (const { program } of consumers) program.throwIfEnded();
    return together(await Promise.all(consumers.map(({ healthUrl }) => readCounted(healthUrl))));
  };
}

/** Progress by what the programs say themselves: `{ event: 'done', events, at }`. */
export function toldProgress(programs: readonly Program[]): () => Promise<Progress> {
  return async () => {
    for (const program of programs) program.throwIfEnded();
    return together(
      programs.map((program) => (program.last('done') as Done | undefined) ?? NOTHING_YET),
    );
  };
}

async function readCounted(healthUrl: string): Promise<Done> {
  const metrics = await scrape(healthUrl);
  return {
    events: metricOf(metrics, 'analytics_events_total{result="counted"}'),
    at: metricOf(metrics, 'analytics_last_commit_timestamp_seconds') * 1000,
  };
}

function together(all: readonly Done[]): Progress {
  return { done: all.map(({ events }) => events), at: Math.max(...all.map(({ at }) => at)) };
}
