import { join } from 'node:path';
import { smallDatabaseOptions } from '../disk.ts';
import type { NativeOptions } from '../servers.ts';

/** Options for making a data directory in `home`. */
export function dataOptions(home: string, maria: boolean): string[] {
  return [
    '--no-defaults', // must come first
    `--datadir=${join(home, 'data')}`,
    `--tmpdir=${join(home, 'tmp')}`,
    '--skip-name-resolve',
    ...(process.getuid?.() === 0 ? ['--user=root'] : []),
    ...(maria ? [] : ['--secure-file-priv=NULL']), // its default is a folder of the packaged server
  ];
}

/**
 * Options for serving from it: on the loopback only, with the durability that is the default, or, with a
 * binary log, MySQL's default also for MariaDB.
 */
export function serverOptions(
  home: string,
  maria: boolean,
  port: number,
  { binaryLog = false, smallDisks = false }: NativeOptions = {},
): string[] {
  return [
    ...dataOptions(home, maria),
    '--bind-address=127.0.0.1',
    `--port=${port}`,
    `--socket=${join(home, 'sock')}`,
    `--pid-file=${join(home, 'pid')}`,
    '--character-set-server=utf8mb4',
    '--max-connections=500',
    ...(maria ? [] : ['--mysqlx=OFF']),
    ...(maria && binaryLog ? [`--log-bin=${join(home, 'binlog')}`, '--sync-binlog=1'] : []),
    ...(smallDisks ? smallDatabaseOptions(maria) : []),
  ];
}
