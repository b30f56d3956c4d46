import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeCertificates, type Tls } from '../certificates.ts';

/** Makes certificates, in a folder of their own within `folder`. */
export async function writeCertificates(folder: string): Promise<Tls> {
  const certificates = await makeCertificates();
  const home = join(folder, 'tls');
  await mkdir(home);
  const paths = {
    ca: join(home, 'ca.pem'),
    certificate: join(home, 'server.pem'),
    key: join(home, 'server-key.pem'),
  };
  for (const name of ['ca', 'certificate', 'key'] as const) {
    await writeFile(paths[name], certificates[name], { mode: 0o600 });
  }
  return { ...certificates, paths };
}
