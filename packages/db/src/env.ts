import {
  caFile,
  completeUrls,
  faultsIn,
  nameCertificates,
  parametersOf,
  pathsOf,
  splitUrls,
  urlsOf,
} from '@post-views/service';
import { z } from 'zod';
import { SSL_CA, SSL_MODE, SSL_MODES, verifiesAddress } from './server-url.ts';

/** One URL, or several of the servers of a cluster; without its password and its CA if those are kept apart. */
const databaseUrls = urlsOf('mysql:')
  .refine(
    (text) => pathsOf(text).every((path) => /^\/[^/]+$/.test(path)),
    'must name a database: mysql://user:password@host:3306/database',
  )
  .refine((text) => pathsOf(text).length === 1, 'must name the same database in each URL')
  .refine(
    (text) => parametersOf(text, SSL_MODE).every((mode) => SSL_MODES.includes(mode)),
    `has an ${SSL_MODE} that does not verify the server: it must be one of ${SSL_MODES.join(', ')}`,
  )
  .refine(
    (text) => nameCertificates(text, SSL_CA),
    `has an ${SSL_CA} that names no file of certificates (PEM)`,
  );

/** What every process reads that talks to the database. */
export const databaseEnv = {
  DATABASE_URL: databaseUrls,
  DATABASE_PASSWORD: z.string().optional(),
  DATABASE_CA_FILE: caFile.optional(),
};

/** The same for a user of the same servers who sees to the partitions of raw views. */
export const maintenanceEnv = {
  MAINTENANCE_DATABASE_URL: databaseUrls.optional(),
  MAINTENANCE_DATABASE_PASSWORD: z.string().optional(),
};

type DatabaseEnv = z.output<z.ZodObject<typeof databaseEnv>>;
type MaintenanceEnv = z.output<z.ZodObject<typeof maintenanceEnv>>;

/**
 * `DATABASE_URL` with all that connecting takes.
 *
 * @param context hears of each variable that contradicts another
 */
export function databaseUrlOf(env: DatabaseEnv, context: z.RefinementCtx): string {
  const { DATABASE_URL: url, DATABASE_PASSWORD: password, DATABASE_CA_FILE: ca } = env;
  return complete('DATABASE', { url, password, ca }, context);
}

/** @see databaseUrlOf whose place it takes when it is set */
export function maintenanceUrlOf(
  env: DatabaseEnv & MaintenanceEnv,
  context: z.RefinementCtx,
): string | undefined {
  const { MAINTENANCE_DATABASE_URL: url, MAINTENANCE_DATABASE_PASSWORD: password } = env;
  if (url === undefined) {
    if (password !== undefined) {
      const message = 'is set, but MAINTENANCE_DATABASE_URL is not';
      faultsIn(context)('MAINTENANCE_DATABASE_PASSWORD', message);
    }
    return undefined;
  }
  return complete('MAINTENANCE_DATABASE', { url, password, ca: env.DATABASE_CA_FILE }, context);
}

interface Login {
  readonly url: string;
  readonly password: string | undefined;
  readonly ca: string | undefined;
}

function complete(name: string, { url, password, ca }: Login, context: z.RefinementCtx): string {
  const fault = faultsIn(context);
  const completed = completeUrls(name, url, { password, parameters: { [SSL_CA]: ca } }, fault);
  if (ca !== undefined && parametersOf(url, SSL_MODE).includes('DISABLED')) {
    fault('DATABASE_CA_FILE', `is set, but ${SSL_MODE}=DISABLED in ${name}_URL`);
  }
  if (splitUrls(completed).some(verifiesAddress)) {
    fault(
      `${name}_URL`,
      `names an IP address, which can not be verified: name the host, or set ${SSL_MODE}=VERIFY_CA`,
    );
  }
  return completed;
}
