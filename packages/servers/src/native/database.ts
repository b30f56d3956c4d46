import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CERTIFIED_HOST, databaseTlsOptions } from '../certificates.ts';
import { withFreePorts } from '../free-ports.ts';
import { databaseUrl, grantAll, LOGIN_NAME, newPassword } from '../logins.ts';
import type { Server } from '../servers.ts';
import { PROBE_TIMEOUT_MS, readyLine, untilReady } from '../until-ready.ts';
import { readDatabaseVersion } from '../versions.ts';
import type { Command } from './child.ts';
import { dataOptions, serverOptions } from './mysqld-options.ts';
import type { Context } from './native.ts';
import { startWithPower } from './power.ts';
import { findProgram } from './programs.ts';

const TIMEOUT_MS = 60_000;

/** Starts MySQL or MariaDB on a new data directory. */
export async function startDatabase(context: Context): Promise<Server> {
  const { children, folder, options, programs, tls } = context;
  const disk = context.disks?.database;
  const home = join(disk?.folder ?? folder, 'database');
  await mkdir(join(home, 'tmp'), { recursive: true });
  const maria = await isMaria(programs.mysqld);
  await makeDataDirectory(context, home, maria);

  const password = newPassword();
  const first = join(home, 'first.sql');
  await writeFile(first, firstStatements(password), { mode: 0o600 });
  const server = await withFreePorts(1, async ([port = 0]) => {
    const url = databaseUrl(password, `127.0.0.1:${port}`);
    const command = {
      name: 'mysqld',
      program: programs.mysqld,
      args: [
        ...serverOptions(home, maria, port, options),
        ...(tls ? databaseTlsOptions(tls) : []),
        `--init-file=${first}`,
      ],
    };
    const probe = () => readDatabaseVersion(url, PROBE_TIMEOUT_MS);
    const started = await startWithPower(
      () => children.start(command),
      (child) => untilReady({ what: 'the database', probe, timeoutMs: TIMEOUT_MS, ...child }),
    );
    const access = tls && { url: databaseUrl(password, `${CERTIFIED_HOST}:${port}`), ca: tls.ca };
    return { url, ...started, disk, tls: access };
  });
  context.progress(readyLine(server.version, context.startedAt));
  return server;
}

async function isMaria(mysqld: string): Promise<boolean> {
  const { stdout } = await promisify(execFile)(mysqld, ['--no-defaults', '--version']);
  return stdout.includes('MariaDB');
}

async function makeDataDirectory(context: Context, home: string, maria: boolean): Promise<void> {
  const options = dataOptions(home, maria);
  const command = maria ? await mariaInstallDb(options) : mysqlInitialize(context, options);
  const child = context.children.start(command);
  const failure = await child.end;
  if (failure) throw new Error(`${command.name} ${failure}\n${await child.lastLines()}`);
}

async function mariaInstallDb(options: readonly string[]): Promise<Command> {
  const program = await findProgram('mariadb-install-db', 'mysql_install_db');
  if (!program) throw new Error('mariadbd is here, but mariadb-install-db is not.');
  return { name: 'mariadb-install-db', program, args: [...options, '--skip-test-db'] };
}

function mysqlInitialize({ programs }: Context, options: readonly string[]): Command {
  const args = [...options, '--initialize-insecure'];
  return { name: 'mysqld-initialize', program: programs.mysqld, args };
}

/**
 * One statement per line.
 *
 * @see https://dev.mysql.com/doc/refman/9.7/en/server-system-variables.html#sysvar_init_file
 */
function firstStatements(password: string): string {
  return [
    `CREATE DATABASE IF NOT EXISTS ${LOGIN_NAME};`,
    `CREATE USER IF NOT EXISTS '${LOGIN_NAME}'@'127.0.0.1' IDENTIFIED BY '${password}';`,
    grantAll('127.0.0.1'),
    '',
  ].join('\n');
}
