import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Found } from './find-or-install.ts';

/** Debian's rabbitmq-server in /usr/sbin is a wrapper that changes the user; the real one is here. */
const BEFORE_PATH = '/usr/lib/rabbitmq/bin';
/** An ordinary user's PATH often has no sbin. */
const AFTER_PATH = '/usr/local/sbin:/usr/sbin:/sbin:/opt/homebrew/sbin:/opt/homebrew/bin';

/** The full path of the first of these programs that is on this machine. */
export async function findProgram(...names: string[]): Promise<string | undefined> {
  const script = `PATH="${BEFORE_PATH}:$PATH:${AFTER_PATH}"; for name; do command -v "$name" && exit 0; done; exit 0`;
  const { stdout } = await promisify(execFile)('/bin/sh', ['-c', script, 'sh', ...names]);
  return stdout.trim() || undefined;
}

/** What the native way runs. */
export interface Programs {
  readonly mysqld: string;
  readonly rabbitmqServer: string;
  readonly rabbitmqctl: string;
  readonly epmd: string;
}

/** The programs, or the Debian packages that have those that are missing. */
export async function findPrograms(): Promise<Found<Programs>> {
  const [mysqld, rabbitmqServer, rabbitmqctl, epmd] = await Promise.all([
    findProgram('mysqld', 'mariadbd'),
    findProgram('rabbitmq-server'),
    findProgram('rabbitmqctl'),
    findProgram('epmd'),
  ]);
  if (mysqld && rabbitmqServer && rabbitmqctl && epmd) {
    return { found: { mysqld, rabbitmqServer, rabbitmqctl, epmd } };
  }
  return {
    missing: [
      ...(mysqld ? [] : ['mariadb-server']),
      ...(rabbitmqServer && rabbitmqctl && epmd ? [] : ['rabbitmq-server']),
    ],
  };
}
