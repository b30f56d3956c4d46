import { parseArgs } from 'node:util';
import { ROWS } from './rows/rows.ts';

export interface Options {
  /** The numbers of the rows that are wanted; `null` for all of them, and the mutants. */
  readonly only: readonly number[] | null;
  /** Whether the rows on clusters are wanted, wherever the others are played. */
  readonly cluster: boolean;
  readonly long: boolean;
  /** One part of several that are played side by side, or on several machines; `null` for all. */
  readonly shard: Shard | null;
  readonly seed: number;
  /** Where the figures go; a file with the date unless given. */
  readonly json: string | undefined;
  /** The figures of a run that was interrupted: what is in it is not played again. */
  readonly resume: string | undefined;
  readonly help: boolean;
}

/** The first of two has `index` 0. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

const LARGEST_SEED = 2 ** 31;

/** @throws when an option is not known, a number is none, or there is no such row */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      long: { type: 'boolean', default: false },
      cluster: { type: 'boolean', default: false },
      row: { type: 'string', multiple: true },
      shard: { type: 'string' },
      seed: { type: 'string' },
      json: { type: 'string' },
      resume: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const { long, cluster, json, resume, help, row: wanted } = values;
  const others = values.seed ?? json ?? wanted ?? values.shard;
  if (resume !== undefined && (long || cluster || others !== undefined)) {
    throw new Error('--resume goes on with a run as it was begun, and takes no other option');
  }
  const only = wanted?.map(rowNumber) ?? null;
  const [seed, shard] = [seedOf(values.seed), shardOf(values.shard)];
  return { only, cluster, long, shard, seed, json, resume, help };
}

function rowNumber(text: string): number {
  const row = ROWS.find(({ number }) => String(number) === text);
  if (row) return row.number;
  throw new Error(`--row: there is no row ${text}; there are 1 to ${ROWS.at(-1)?.number}`);
}

function shardOf(text: string | undefined): Shard | null {
  if (text === undefined) return null;
  const [, part, count] = (/^(\d{1,3})\/(\d{1,3})$/.exec(text) ?? []).map(Number);
  if (part === undefined || count === undefined || part < 1 || part > count) {
    throw new Error('--shard must be a part and how many there are: 1/2');
  }
  return { index: part - 1, count };
}

/** Every n-th of all. */
export function inShard<T>(all: readonly T[], shard: Shard | null): readonly T[] {
  return shard ? all.filter((_, index) => index % shard.count === shard.index) : all;
}

function seedOf(text: string | undefined): number {
  if (text === undefined) return Math.floor(Math.random() * LARGEST_SEED);
  if (/^\d{1,10}$/.test(text)) return Number(text);
  throw new Error('--seed must be a whole number from 0 on');
}

export function helpText(): string {
  return [
    'pnpm test:faults [options]',
    '',
    'Makes things fail while views flow, and compares what was published with what is counted. Then does some of it',
    'with consumers that make a mistake each, which must be noticed.',
    '',
    ...ROWS.map(
      ({ number, name, trials }) =>
        `  ${String(number).padStart(2)}  ${name}: ${trials.short} times, ${trials.long} with --long`,
    ),
    '',
    '  --long       as often as the list above says; takes two to three hours, and can be gone on with',
    '  --cluster    with the rows on clusters, which need Docker with compose; a long run in containers has them anyway',
    '  --row n      only this row; may be given several times',
    '  --shard i/n  part i of n, to be played side by side, or on several machines',
    '  --seed n     the same faults at the same places as in another run',
    '  --json file  where the figures go, after each row; fault-results/ unless given',
    '  --resume file',
    '               goes on with a run of all rows that was interrupted, from its figures',
    '',
    'SERVERS=containers|native picks the servers; they are started anew, since they are killed as well.',
    '',
  ].join('\n');
}
