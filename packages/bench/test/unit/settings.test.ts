import { describe, expect, it } from 'vitest';
import { weakerSettings } from '../../src/stage/settings.ts';

const DURABLE = {
  innodb_flush_log_at_trx_commit: '1',
  log_bin: 'ON',
  sync_binlog: '1',
  innodb_doublewrite: 'ON',
};

describe('weakerSettings', () => {
  it('has nothing to say of full durability', () => {
    expect(weakerSettings(DURABLE)).toEqual([]);
  });

  it('names each setting that is weaker, and one that the server does not tell', () => {
    const { innodb_doublewrite: _, ...others } = DURABLE;
    expect(weakerSettings({ ...others, sync_binlog: '0', log_bin: 'OFF' })).toEqual([
      'less durable than in production: log_bin is OFF, not ON',
      'less durable than in production: sync_binlog is 0, not 1',
      'less durable than in production: innodb_doublewrite is not known, not ON',
    ]);
  });
});
