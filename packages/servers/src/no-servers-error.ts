import type { Way } from './servers.ts';

/** None of the three ways led to a database and a broker; the message tells why, way by way. */
export class NoServersError extends Error {
  override readonly name = 'NoServersError';

  constructor(reasons: Readonly<Record<Way, string>>) {
    super(
      [
        'There is no MySQL and RabbitMQ to work with. Three ways lead to them; here none did:',
        `1. given: pass the URLs of servers that run already. Here: ${indent(reasons.given)}`,
        `2. containers: let a Docker engine run. Here: ${indent(reasons.containers)}`,
        '3. native: install MySQL or MariaDB, and RabbitMQ (as root on Debian or Ubuntu this happens by itself).' +
          ` Here: ${indent(reasons.native)}`,
      ].join('\n'),
    );
  }
}

function indent(reason: string): string {
  return reason.replaceAll('\n', '\n   ');
}
