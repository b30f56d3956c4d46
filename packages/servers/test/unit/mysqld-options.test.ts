import { describe, expect, it } from 'vitest';
import { serverOptions } from '../../src/native/mysqld-options.ts';

const binlogOptions = (options: readonly string[]) =>
  options.filter((option) => option.includes('bin'));

describe('serverOptions', () => {
  it('gives MariaDB a binary log only when it is asked for, and then syncs it', () => {
    expect(binlogOptions(serverOptions('/home', true, 3306))).toEqual(['--bind-address=127.0.0.1']);
    expect(binlogOptions(serverOptions('/home', true, 3306, { binaryLog: true }))).toEqual([
      '--bind-address=127.0.0.1',
      '--log-bin=/home/binlog',
      '--sync-binlog=1',
    ]);
  });

  it('leaves MySQL its own, which is on and synced', () => {
    expect(serverOptions('/home', false, 3306, { binaryLog: true })).toEqual(
      serverOptions('/home', false, 3306),
    );
  });
});
