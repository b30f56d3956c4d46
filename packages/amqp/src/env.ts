import { TOPOLOGY } from '@post-views/event';
import { pathsOf, urlsOf } from '@post-views/service';
import { z } from 'zod';

/** What every process reads that talks to the broker. */
export const brokerEnv = {
  AMQP_URL: urlsOf('amqp:', 'amqps:').refine(
    (text) => pathsOf(text).length === 1,
    'must name the same virtual host in each URL',
  ),
  AMQP_QUEUE: z
    .string()
    .regex(/^[!-~]{1,200}$/, 'must be 1 to 200 ASCII characters without a space')
    .default(TOPOLOGY.queue),
};
