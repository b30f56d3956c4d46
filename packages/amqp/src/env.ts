import { TOPOLOGY } from '@post-views/event';
import { urlOf } from '@post-views/service';
import { z } from 'zod';

/** What every process reads that talks to the broker. */
export const brokerEnv = {
  AMQP_URL: urlOf('amqp:', 'amqps:'),
  AMQP_QUEUE: z
    .string()
    .regex(/^[!-~]{1,200}$/, 'must be 1 to 200 ASCII characters without a space')
    .default(TOPOLOGY.queue),
};
