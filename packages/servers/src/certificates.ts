import { generate } from 'selfsigned';

/** All in the form of PEM. */
export interface Certificates {
  /** Of the CA, which is thrown away: nothing else ever has a certificate of it. */
  readonly ca: string;
  readonly certificate: string;
  readonly key: string;
}

/** The only host name that the certificate is for. */
export const CERTIFIED_HOST = 'localhost';
const DNS_NAME = 2;
/** Servers take no weaker ones. */
const STRONG = { keyType: 'ec', algorithm: 'sha256' } as const;

/** Makes a certificate for servers of this machine. */
export async function makeCertificates(): Promise<Certificates> {
  const ca = await generate([{ name: 'commonName', value: 'post-views throw-away CA' }], {
    ...STRONG,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const server = await generate([{ name: 'commonName', value: CERTIFIED_HOST }], {
    ...STRONG,
    ca: { key: ca.private, cert: ca.cert },
    extensions: [
      { name: 'subjectAltName', altNames: [{ type: DNS_NAME, value: CERTIFIED_HOST }] },
      { name: 'extKeyUsage', serverAuth: true },
    ],
  });
  return { ca: ca.cert, certificate: server.cert, key: server.private };
}

/** Certificates, and where the servers find each. */
export interface Tls extends Certificates {
  readonly paths: Readonly<Record<keyof Certificates, string>>;
}

/** Options of MySQL and of MariaDB. */
export function databaseTlsOptions({ paths }: Tls): string[] {
  return [`--ssl-ca=${paths.ca}`, `--ssl-cert=${paths.certificate}`, `--ssl-key=${paths.key}`];
}

/** Settings of RabbitMQ. @param listener a port, or `host:port` */
export function brokerTlsSettings({ paths }: Tls, listener: string): string[] {
  return [
    `listeners.ssl.default = ${listener}`,
    `ssl_options.cacertfile = ${paths.ca}`,
    `ssl_options.certfile = ${paths.certificate}`,
    `ssl_options.keyfile = ${paths.key}`,
  ];
}
