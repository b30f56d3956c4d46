import { readFileSync } from 'node:fs';
import { expect, inject, it } from 'vitest';

it('hands out the processes of the servers that it has started on this machine', () => {
  const commands = inject('serverPids').map((pid) =>
    pid === undefined ? 'of somebody else' : readFileSync(`/proc/${pid}/cmdline`, 'utf8'),
  );
  expect(commands).toEqual(
    inject('serversWay') === 'given'
      ? ['of somebody else', 'of somebody else']
      : [expect.stringMatching(/mysqld|mariadbd/), expect.stringContaining('rabbitmq')],
  );
});
