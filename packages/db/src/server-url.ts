import { isIP } from 'node:net';
import { readCertificates } from '@post-views/service';
import type { SslOptions } from 'mysql2';

/** Parameters of a URL, by the names that MySQL's own clients have for them. */
export const SSL_MODE = 'ssl-mode';
export const SSL_CA = 'ssl-ca';

/**
 * How a server is told from an impostor. Modes that encrypt without verifying (`PREFERRED`, `REQUIRED`) keep out nobody who
 * could read what is not encrypted, so they are not offered.
 *
 * @see https://dev.mysql.com/doc/refman/9.7/en/connection-options.html#option_general_ssl-mode
 */
export const SSL_MODES: readonly string[] = ['DISABLED', 'VERIFY_CA', 'VERIFY_IDENTITY'];

export interface ServerUrl {
  /** Without the parameters above. */
  readonly uri: string;
  /** Missing when the connection is not encrypted. */
  readonly ssl?: SslOptions;
}

/**
 * Takes a URL of one server apart.
 *
 * @throws when the file of its CA can't be read
 */
export function readServerUrl(text: string): ServerUrl {
  const url = new URL(text);
  const mode = modeOf(url);
  const ca = url.searchParams.get(SSL_CA);
  url.searchParams.delete(SSL_MODE);
  url.searchParams.delete(SSL_CA);
  if (mode === 'DISABLED') return { uri: url.href };
  return {
    uri: url.href,
    ssl: {
      rejectUnauthorized: true,
      verifyIdentity: mode === 'VERIFY_IDENTITY',
      ...(ca !== null && { ca: readCertificates(ca) }),
    },
  };
}

/** Whether it is to be checked that the certificate of an IP address is of that address, which mysql2 does not do. */
export function verifiesAddress(text: string): boolean {
  const url = new URL(text);
  return modeOf(url) === 'VERIFY_IDENTITY' && isIP(url.hostname.replace(/^\[|\]$/g, '')) !== 0;
}

/** Whoever names a CA wants it to be used. */
function modeOf({ searchParams }: URL): string {
  return searchParams.get(SSL_MODE) ?? (searchParams.has(SSL_CA) ? 'VERIFY_IDENTITY' : 'DISABLED');
}
