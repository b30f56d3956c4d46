import type { Surroundings } from '../stage/surroundings.ts';
import { decimal } from './format.ts';

export interface Heading {
  readonly title: string;
  readonly workload: string;
  /** Of the first round; each other one has the next number. */
  readonly seed: number;
  readonly command: string;
}

/** The lines above a table: what was measured where, and how to measure it again. */
export function renderHeader(
  { title, workload, seed, command }: Heading,
  on: Surroundings,
): string {
  const memory = `${Math.round(on.memoryBytes / 1024 ** 3)} GB`;
  const { fsyncMs, roundTripMs, commitMs } = on.probes;
  const settings = [
    'innodb_flush_log_at_trx_commit',
    'sync_binlog',
    'log_bin',
    'innodb_doublewrite',
  ].map((name) => `${name}=${on.settings[name] ?? '?'}`);
  const lines = [
    title,
    '',
    `servers    ${on.way}: ${on.database}, ${on.broker}`,
    `service    ${on.commit === null ? 'commit not known' : `commit ${on.commit}`}, Node ${on.node.slice(1)}`,
    `machine    ${on.cpu}, ${on.cores} cores, ${memory}, ${on.kernel}`,
    `database   ${settings.join(', ')}`,
    'broker     a quorum queue, persistent messages, publisher confirms',
    `latency    fsync ${decimal(fsyncMs.median, 2)} ms, commit of one row ${decimal(commitMs.median, 2)} ms, ` +
      `way to the database and back ${decimal(roundTripMs.median, 2)} ms (medians)`,
    `workload   ${workload}`,
    `seed       ${seed}, in each round one more`,
    ...on.warnings.map((warning) => `WARNING    ${warning}`),
    `again      ${command}`,
  ];
  return `${lines.join('\n')}\n`;
}
