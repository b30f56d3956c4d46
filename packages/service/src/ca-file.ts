import { X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { readText } from './secrets.ts';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/**
 * The certificates of a file in the form of PEM: those that a server's certificate may come from.
 *
 * @throws when there is none, or the file can't be read
 */
export function readCertificates(path: string): string[] {
  const certificates = readText(path).match(CERTIFICATE) ?? [];
  if (certificates.length === 0) throw new Error('has no certificate in the form of PEM');
  for (const certificate of certificates) {
    try {
      new X509Certificate(certificate);
    } catch (error) {
      throw new Error('has a certificate that can not be read', { cause: error });
    }
  }
  return certificates;
}

/** The path of such a file, of which it is seen at once whether it is one. */
export const caFile = z.string().superRefine((path, context) => {
  try {
    readCertificates(path);
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message });
  }
});
