import type { Servers } from '@post-views/servers';
import type { Ports } from './choose-ports.ts';
import { POSTS } from './random-view.ts';

/** Not a secret: this API listens on the loopback only. */
export const API_KEY = 'dev-key';

/** What a newcomer needs to see the service work: where it is, and what to paste. */
export function guide(service: {
  readonly ports: Ports;
  readonly servers: Servers;
  readonly traffic: boolean;
}): string {
  const { ports, servers, traffic } = service;
  const api = `127.0.0.1:${ports.api}/api/v1`;
  // Short enough for a line of 120 columns; only a shell's special characters are quoted.
  const curl = (path: string) => {
    const address = path.includes('?') ? `'${api}${path}'` : `${api}${path}`;
    return `curl -s -H 'X-Internal-Api-Key: ${API_KEY}' ${address}`;
  };
  const brokerUrl = servers.broker.url.replace(/\/$/, '');
  const lines = [
    traffic
      ? 'The service is counting: five views a second are being published.'
      : 'The service is running, and counts what you publish.',
    '',
    `API        http://${api}`,
    `           http://127.0.0.1:${ports.api}/docs to read about it, and try it`,
    `API key    ${API_KEY}, in the header X-Internal-Api-Key`,
    `Database   ${servers.database.url} (${servers.database.version})`,
    `Broker     ${brokerUrl} (${servers.broker.version})`,
    `Health     http://127.0.0.1:${ports.apiHealth}/ready (API)`,
    `           http://127.0.0.1:${ports.consumerHealth}/ready (consumer)`,
    '',
    traffic ? 'Paste these, and again a few seconds later:' : 'Ask it:',
    '',
    `${curl(`/posts/${POSTS[0]}/views`)}`,
    `${curl(`/posts/${POSTS[0]}/views/daily`)}`,
    `${curl('/posts/top?limit=5')}`,
    '',
    'For `npx pnpm counters verify` and `npx pnpm dead-letters list`, in another terminal:',
    '',
    `export DATABASE_URL=${servers.database.url}`,
    `export AMQP_URL=${brokerUrl}`,
    '',
    'Change a file under apps/ or packages/, and what uses it starts again. Ctrl-C ends everything.',
  ];
  return `\n${lines.map((line) => `  ${line}`.trimEnd()).join('\n')}\n\n`;
}
