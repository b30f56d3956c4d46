import { connect } from 'amqplib';
import { createConnection, type RowDataPacket } from 'mysql2/promise';

/**
 * Connects once and asks the server what it is: `MySQL 9.7.4`, `MariaDB 10.11.14`.
 *
 * Also the test of readiness: it resolves only when the user of the URL can log in to the database of the
 * URL.
 *
 * @throws when it can't, or the server does not answer in time
 */
export async function readDatabaseVersion(url: string, timeoutMs: number): Promise<string> {
  const connection = await createConnection({ uri: url, connectTimeout: timeoutMs });
  try {
    const [rows] = await connection.query<RowDataPacket[]>('SELECT VERSION() AS version');
    const version = String(rows[0]?.['version']);
    const product = version.includes('MariaDB') ? 'MariaDB' : 'MySQL';
    return `${product} ${version.split('-', 1)[0]}`;
  } finally {
    await connection.end();
  }
}

/**
 * Connects once and reads what the broker says it is in its AMQP handshake: `RabbitMQ 4.3.1`.
 *
 * @throws when the user of the URL can't log in, or the broker does not answer in time
 */
export async function readBrokerVersion(url: string, timeoutMs: number): Promise<string> {
  const model = await connect(url, { timeout: timeoutMs });
  // Without a listener a socket that breaks while closing would end the process.
  model.on('error', () => undefined);
  try {
    const { product, version } = model.connection.serverProperties;
    return `${product} ${version}`;
  } finally {
    await model.close();
  }
}
