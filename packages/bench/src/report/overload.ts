import type { OverloadResult } from '../lines/overload.ts';
import { median } from '../measure/statistics.ts';
import { decimal, megabytes, NOTHING, whole } from './format.ts';
import { renderTable, right } from './table.ts';

export interface OverloadLine extends OverloadResult {
  readonly line: string;
  readonly round: number;
}

const RATE = 'requests/s';

/** What became of what was offered, a row for each round. */
export function renderOverload(lines: readonly OverloadLine[]): string {
  return renderTable(
    [
      { title: '', align: 'left' },
      right('', 'round'),
      ...['highest', 'offered', 'sent', 'answered', 'shed'].map((title) => right(RATE, title)),
      right('', 'failed'),
      ...['p50', 'p99'].map((title) => right('answered after, ms', title)),
      ...['median', 'max', 'last third'].map((title) => right('memory, MB', title)),
      right('', 'as before after, ms'),
      right('', 'load generator, cores'),
    ],
    lines.map(({ line, round, highest, sample, ...result }) => [
      line,
      String(round),
      whole(highest.perSecond),
      whole(result.offered),
      whole((sample.requests - sample.unsent) / sample.seconds),
      whole(sample.answeredPerSecond),
      whole(result.shed / sample.seconds),
      whole(result.failures),
      decimal(sample.ms?.p50, 1),
      decimal(sample.ms?.p99, 1),
      megabytes(result.memoryBytes.length > 0 ? median(result.memoryBytes) : undefined),
      megabytes(Math.max(0, ...result.memoryBytes)),
      result.memoryGrowth === undefined ? NOTHING : `${decimal(result.memoryGrowth * 100, 1)} %`,
      result.recoveryMs === null ? '> 30,000' : whole(result.recoveryMs),
      decimal(sample.cpuSeconds / sample.seconds, 2),
    ]),
  );
}
