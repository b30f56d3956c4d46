import { TOPOLOGY } from '@post-views/event';
import {
  caFile,
  completeUrls,
  faultsIn,
  nameCertificates,
  pathsOf,
  splitUrls,
  urlsOf,
} from '@post-views/service';
import { z } from 'zod';
import { CA_CERT_FILE } from './addresses.ts';

/** What every process reads that talks to the broker. */
export const brokerEnv = {
  AMQP_URL: urlsOf('amqp:', 'amqps:')
    .refine((text) => pathsOf(text).length === 1, 'must name the same virtual host in each URL')
    .refine(
      (text) => nameCertificates(text, CA_CERT_FILE),
      `has a ${CA_CERT_FILE} that names no file of certificates (PEM)`,
    ),
  AMQP_PASSWORD: z.string().optional(),
  AMQP_CA_FILE: caFile.optional(),
  AMQP_QUEUE: z
    .string()
    .regex(/^[!-~]{1,200}$/, 'must be 1 to 200 ASCII characters without a space')
    .default(TOPOLOGY.queue),
};

type BrokerEnv = z.output<z.ZodObject<typeof brokerEnv>>;

/**
 * `AMQP_URL` with all that connecting takes.
 *
 * @param context hears of each variable that contradicts another
 */
export function brokerUrlOf(env: BrokerEnv, context: z.RefinementCtx): string {
  const { AMQP_URL: url, AMQP_PASSWORD: password, AMQP_CA_FILE: ca } = env;
  const fault = faultsIn(context);
  if (ca !== undefined && !splitUrls(url).every((one) => new URL(one).protocol === 'amqps:')) {
    fault('AMQP_CA_FILE', 'is set, but a URL in AMQP_URL is not amqps://');
  }
  return completeUrls('AMQP', url, { password, parameters: { [CA_CERT_FILE]: ca } }, fault);
}
