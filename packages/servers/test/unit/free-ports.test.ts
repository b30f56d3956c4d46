import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { freePorts, withFreePorts } from '../../src/free-ports.ts';

describe('freePorts', () => {
  it('finds different ports that can be listened on', async () => {
    const ports = await freePorts(5);
    expect(new Set(ports).size).toBe(5);
    expect(Math.max(...ports)).toBeLessThan(32_768);
    for (const port of ports) {
      const server = createServer().listen(port, '127.0.0.1');
      await once(server, 'listening');
      server.close();
    }
  });
});

describe('withFreePorts', () => {
  it.each([
    "Can't start server: Bind on TCP/IP port. Got error: 98: Address already in use",
    '{could_not_start_listener,"127.0.0.1",38823,{{shutdown,eaddrinuse',
    '{failed_to_start_child,prelaunch,{dist_port_already_used,42045',
    'epmd ended (its port may be in use)',
  ])('takes other ports when one was taken in between: %s', async (message) => {
    const tried: number[] = [];
    const answer = await withFreePorts(1, async ([port = 0]) => {
      tried.push(port);
      if (tried.length === 1) throw new Error(message);
      return port;
    });
    expect(tried).toHaveLength(2);
    expect(answer).toBe(tried[1]);
  });

  it('gives up at once for another reason, and after three attempts for this one', async () => {
    for (const [message, attempts] of [
      ['no space left on device', 1],
      ['address already in use', 3],
    ] as const) {
      let count = 0;
      const start = async () => {
        count += 1;
        throw new Error(message);
      };
      await expect(withFreePorts(1, start)).rejects.toThrow(message);
      expect(count).toBe(attempts);
    }
  });
});
