import type { DatabaseClient } from '../client.ts';
import { readVariables } from './read-variables.ts';

/** A setting of the server with which it works, but keeps less than it could. */
export interface WeakSetting {
  readonly setting: string;
  readonly value: string;
  readonly wanted: string;
  readonly why: string;
}

interface Demand {
  readonly wanted: string;
  readonly weak: (value: string, values: ReadonlyMap<string, string>) => boolean;
  readonly why: string;
}

const MIB = 1024 * 1024;

/**
 * @see https://dev.mysql.com/doc/refman/9.7/en/innodb-parameters.html
 * @see https://mariadb.com/kb/en/innodb-system-variables/
 */
const DEMANDS: Readonly<Record<string, Demand>> = {
  innodb_flush_log_at_trx_commit: {
    wanted: '1',
    // 3 is MariaDB's, and writes no later than 1 does.
    weak: (value) => value !== '1' && value !== '3',
    why: 'views that were committed and acknowledged are lost when the server or its machine goes down',
  },
  sync_binlog: {
    wanted: '1',
    weak: (value, values) => values.get('log_bin') === 'ON' && value !== '1',
    why: 'replicas, and a restore from the binary log, lack views that were acknowledged before the machine went down',
  },
  innodb_doublewrite: {
    wanted: 'ON',
    // DETECT_ONLY, of MySQL, finds a torn page and cannot repair it.
    weak: (value) => value === 'OFF' || value === 'DETECT_ONLY',
    why: 'a page that is half written when the machine goes down cannot be repaired',
  },
  max_allowed_packet: {
    wanted: `at least ${2 * MIB}`,
    weak: (value) => Number(value) < 2 * MIB,
    why: 'a batch may not fit into one statement',
  },
};

/** Those that are looked at. */
export const SERVER_SETTINGS: readonly string[] = Object.keys(DEMANDS);

/** Looks at settings of the server that weaken what this service promises. Counting works with them all the same. */
export async function readWeakSettings(db: DatabaseClient): Promise<WeakSetting[]> {
  return weakSettings(await readVariables(db, 'GLOBAL', [...SERVER_SETTINGS, 'log_bin']));
}

/** Those of the variables that are weak; what the server doesn't know can't be. */
export function weakSettings(values: ReadonlyMap<string, string>): WeakSetting[] {
  return Object.entries(DEMANDS).flatMap(([setting, { wanted, weak, why }]) => {
    const value = values.get(setting);
    return value !== undefined && weak(value, values) ? [{ setting, value, wanted, why }] : [];
  });
}
