import { randomBytes } from 'node:crypto';

/** The name of the user on both servers, and of the database. */
export const LOGIN_NAME = 'post_views';

/** Of letters and digits only, so that it needs no escaping anywhere. */
export function newPassword(): string {
  return randomBytes(12).toString('hex');
}

/** @param address `host:port` */
export function databaseUrl(password: string, address: string): string {
  return `mysql://${LOGIN_NAME}:${password}@${address}/${LOGIN_NAME}`;
}

/** @param address `host:port` */
export function amqpUrl(password: string, address: string): string {
  return `amqp://${LOGIN_NAME}:${password}@${address}/`;
}

/** @param address `host:port` */
export function amqpsUrl(password: string, address: string): string {
  return amqpUrl(password, address).replace(/^amqp:/, 'amqps:');
}

/** Lets the user do everything, so that tests may make databases and other users, and end connections. */
export function grantAll(host: string): string {
  return `GRANT ALL PRIVILEGES ON *.* TO '${LOGIN_NAME}'@'${host}' WITH GRANT OPTION;`;
}
