import { randomBytes } from 'node:crypto';
import { startProgram, type TestBroker, type TestDatabase } from '@post-views/testing';
import { connect } from 'amqplib';
import { readText } from './repository.ts';

const DATABASE_USERS = ['migration', 'consumer', 'maintenance', 'api', 'operator'] as const;
const BROKER_USERS = ['consumer', 'publisher', 'operator'] as const;
export type DatabaseUser = (typeof DATABASE_USERS)[number];
export type BrokerUser = (typeof BROKER_USERS)[number];

/** The users of infra/mysql and infra/rabbitmq, with the rights that these give them, on the servers of the tests. */
export interface LeastPrivilege extends AsyncDisposable {
  databaseUrl(user: DatabaseUser): string;
  amqpUrl(user: BrokerUser): string;
  /** Who may do everything, in the virtual host that these users have. */
  readonly adminAmqpUrl: string;
}

interface Permission {
  readonly user: string;
  readonly configure: string;
  readonly write: string;
  readonly read: string;
}

interface Definitions {
  readonly permissions: readonly Permission[];
  readonly exchanges: readonly { readonly name: string; readonly type: string }[];
  readonly queues: readonly { readonly name: string; readonly arguments: object }[];
  readonly bindings: readonly {
    readonly source: string;
    readonly destination: string;
    readonly routing_key: string;
  }[];
}

const PASSWORD = 'p';

/**
 * Does what infra/mysql/README.md and infra/rabbitmq/README.md tell an administrator to do. Users are the server's, and other
 * tests have theirs, so these have names of their own.
 *
 * @throws when the migration can't run with the rights that it has
 */
export async function createLeastPrivilege(
  database: TestDatabase,
  broker: TestBroker,
): Promise<LeastPrivilege> {
  const id = randomBytes(4).toString('hex');
  const own = (user: string) => `${user}_${id}`;
  const vhost = own('rights');
  const control = async (...args: string[]) => broker.control?.(...args);
  const as = (url: string, user: string) =>
    Object.assign(new URL(url), { username: own(user), password: PASSWORD }).href;
  const inVhost = (url: string) => Object.assign(new URL(url), { pathname: `/${vhost}` }).href;

  await using undo = new AsyncDisposableStack();
  for (const user of DATABASE_USERS) {
    await database.query(`CREATE USER ${own(user)} IDENTIFIED BY '${PASSWORD}'`);
    undo.defer(async () => void (await database.query(`DROP USER ${own(user)}`)));
  }
  await runSql(database, 'infra/mysql/migration.sql', own);
  await migrate(as(database.url, 'migration'));
  await runSql(database, 'infra/mysql/grants.sql', own);
  await runSql(database, 'infra/mysql/operator.sql', own);

  const definitions = JSON.parse(readText('infra/rabbitmq/definitions.json')) as Definitions;
  await control('add_vhost', vhost);
  undo.defer(async () => void (await control('delete_vhost', vhost)));
  const admin = new URL(broker.url).username;
  await control('set_permissions', '--vhost', vhost, admin, '.*', '.*', '.*');
  for (const user of BROKER_USERS) {
    await control('add_user', own(user), PASSWORD);
    undo.defer(async () => void (await control('delete_user', own(user))));
  }
  for (const { user, configure, write, read } of [...definitions.permissions, ...documented()]) {
    await control('set_permissions', '--vhost', vhost, own(user), configure, write, read);
  }
  await declare(inVhost(broker.url), definitions);

  const undoing = undo.move();
  return {
    databaseUrl: (user) => as(database.url, user),
    amqpUrl: (user) => inVhost(as(broker.url, user)),
    adminAmqpUrl: inVhost(broker.url),
    [Symbol.asyncDispose]: () => undoing.disposeAsync(),
  };
}

/** With the database and the users of the test in the place of those in the file. */
async function runSql(
  database: TestDatabase,
  file: string,
  own: (user: string) => string,
): Promise<void> {
  const name = new URL(database.url).pathname.slice(1);
  const sql = readText(file)
    .replace(/^--.*$/gm, '')
    .replaceAll('post_views.', `${name}.`)
    .replaceAll('`post\\_views`.', `\`${name.replaceAll('_', '\\_')}\`.`)
    .replace(/ TO (\w+);/g, (_, user: string) => ` TO ${own(user)};`);
  for (const statement of sql.split(';')) {
    if (statement.trim() !== '') await database.query(statement);
  }
}

async function migrate(url: string): Promise<void> {
  await using migration = startProgram('packages/db/src/main.ts', { DATABASE_URL: url });
  const code = await migration.ended;
  if (code !== 0) throw new Error(`the migration ended with ${code}: ${migration.stdout}`);
}

/** The rights of a person who runs `pnpm dead-letters`. */
function documented(): readonly Permission[] {
  const command = /^rabbitmqctl set_permissions --vhost \/ (\w+) '(.+)' '(.+)' '(.+)'$/gm;
  return [...readText('docs/dead-letters.md').matchAll(command)].map(
    ([, user = '', configure = '', write = '', read = '']) => ({ user, configure, write, read }),
  );
}

/** What an import of the file makes. `rabbitmqctl` could read it only where the broker runs. */
async function declare(url: string, definitions: Definitions): Promise<void> {
  const connection = await connect(url);
  const channel = await connection.createChannel();
  for (const { name, type } of definitions.exchanges) {
    await channel.assertExchange(name, type, { durable: true });
  }
  for (const { name, arguments: args } of definitions.queues) {
    await channel.assertQueue(name, { durable: true, arguments: args });
  }
  for (const { source, destination, routing_key } of definitions.bindings) {
    await channel.bindQueue(destination, source, routing_key);
  }
  await connection.close();
}
