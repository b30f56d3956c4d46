/** What the database is for: a reader only asks for counters. */
export type Role = 'writer' | 'reader';

interface SessionSetting {
  /** As MySQL and MariaDB call it; the first that the server knows counts. */
  readonly names: readonly [string, ...string[]];
  readonly wanted: string;
  readonly holds: (value: string) => boolean;
  readonly why: string;
  readonly roles: readonly Role[];
}

/** What `pool.ts` sets in each session and the queries rely on. */
const SESSION_SETTINGS: readonly SessionSetting[] = [
  {
    names: ['sql_mode'],
    wanted: 'STRICT_ALL_TABLES or STRICT_TRANS_TABLES in it',
    holds: (value) => /\bSTRICT_(ALL|TRANS)_TABLES\b/.test(value),
    why: 'values that do not fit would be stored cut',
    roles: ['writer'],
  },
  {
    names: ['sql_mode'],
    wanted: 'no NO_BACKSLASH_ESCAPES in it',
    holds: (value) => !/\bNO_BACKSLASH_ESCAPES\b/.test(value),
    why: 'a value could end its own quotes',
    roles: ['writer', 'reader'],
  },
  {
    names: ['time_zone'],
    wanted: '+00:00',
    holds: (value) => value === '+00:00',
    why: 'views would get another time',
    roles: ['writer', 'reader'],
  },
  {
    names: ['transaction_isolation', 'tx_isolation'],
    wanted: 'READ-COMMITTED',
    holds: (value) => value === 'READ-COMMITTED',
    why: 'a view that another consumer has just written would not be found',
    roles: ['writer'],
  },
];

/** What {@link sessionFault} needs to know. */
export const SESSION_VARIABLES: readonly string[] = SESSION_SETTINGS.flatMap(({ names }) => names);

/**
 * What a session really is, after it was set up: a proxy between here and the server may forbid settings,
 * keep them to itself, or reset them when it hands the session on.
 *
 * @param values of the {@link SESSION_VARIABLES} that the server knows
 * @returns the first setting that is not as wanted, in our words, or `undefined`
 */
export function sessionFault(values: ReadonlyMap<string, string>, role: Role): string | undefined {
  for (const { names, wanted, holds, why, roles } of SESSION_SETTINGS) {
    const name = names.find((candidate) => values.has(candidate)) ?? names[0];
    const value = values.get(name) ?? '';
    if (roles.includes(role) && !holds(value)) {
      return (
        `the session has ${name} '${value}' instead of ${wanted}, so ${why}; ` +
        'something between this process and the server undoes what it sets'
      );
    }
  }
  return undefined;
}
