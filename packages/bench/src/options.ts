import { parseArgs } from 'node:util';
import type { Mode, Sizes } from './modes/mode.ts';
import { MODES } from './modes/modes.ts';

export interface Options {
  /** The word after `pnpm bench`. */
  readonly name: string;
  readonly mode: Mode;
  readonly sizes: Sizes;
  /** Where the JSON goes; default: a file with the date. */
  readonly json: string | undefined;
  readonly quick: boolean;
  readonly help: boolean;
}

const DEFAULTS: Sizes = {
  events: 100_000,
  rounds: 3,
  seconds: 60,
  rate: undefined,
  rows: 20_000_000,
  connections: [16, 32, 64, 128],
  keep: false,
  only: [],
};

/** @throws when an option is not known, or not a whole number where it must be one */
export function readOptions(args: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      events: { type: 'string' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      rate: { type: 'string' },
      rows: { type: 'string' },
      connections: { type: 'string', multiple: true },
      only: { type: 'string', multiple: true },
      keep: { type: 'boolean', default: false },
      json: { type: 'string' },
      quick: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [name = 'compare', ...others] = positionals;
  const mode = Object.hasOwn(MODES, name) ? MODES[name] : undefined;
  if (!mode || others.length > 0) {
    throw new Error(`there is ${Object.keys(MODES).join(', ')}, but not ${positionals.join(' ')}`);
  }
  const given = {
    ...number('events', values.events),
    ...number('rounds', values.rounds),
    ...number('seconds', values.seconds),
    ...number('rate', values.rate),
    ...number('rows', values.rows),
    keep: values.keep,
    ...(values.connections && { connections: values.connections.map(whole('connections')) }),
    ...(values.only && { only: values.only }),
  };
  const sizes = { ...DEFAULTS, ...mode.sizes, ...(values.quick && mode.quick), ...given };
  return { name, mode, sizes, json: values.json, quick: values.quick, help: values.help };
}

function number(option: string, text: string | undefined): Record<string, number> {
  return text === undefined ? {} : { [option]: whole(option)(text) };
}

function whole(option: string): (text: string) => number {
  return (text) => {
    if (!/^[1-9]\d{0,9}$/.test(text)) {
      throw new Error(`--${option} must be a whole number above 0`);
    }
    return Number(text);
  };
}

export function helpText(): string {
  const modes = Object.entries(MODES).map(
    ([name, { about }]) => `  ${(name === 'compare' ? '' : name).padEnd(9)} ${about}`,
  );
  return [
    'pnpm bench [mode] [options]',
    '',
    ...modes,
    '',
    '  --quick       enough to see that it works, in little time',
    '  --events n    events of a backlog; letters: how many',
    '  --rounds n    how often each line is measured, in turn',
    '  --only text   only lines with such a name; may be given several times',
    '  --rate n      latency, api: events published in a second',
    '  --seconds n   latency, api, overload: how long',
    '  --rows n      size, api, overload: rows of the large table',
    '  --connections n',
    '                overload: with how many the highest rate is looked for; may be given several times',
    '  --keep        api, overload: leaves the filled tables on given servers, for the next run of the day',
    '  --json file   where the figures go; default: bench-results/',
    '',
    'SERVERS=given|containers|native picks the servers, as for the tests; given ones are those at',
    'TEST_DATABASE_URL and TEST_AMQP_URL. The bench makes databases and queues of its own, and removes them.',
    '',
  ].join('\n');
}
