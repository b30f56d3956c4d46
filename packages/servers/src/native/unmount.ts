import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * Takes a disk away, also while somebody still has a file of it open.
 *
 * @throws when there is none
 */
export async function unmount(folder: string): Promise<void> {
  await promisify(execFile)('umount', ['--lazy', folder]);
}
