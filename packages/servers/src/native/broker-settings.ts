import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LOGIN_NAME } from '../logins.ts';

export interface BrokerPorts {
  readonly amqp: number;
  readonly amqps: number;
  readonly distribution: number;
  readonly epmd: number;
}

/** A fresh folder for each attempt: RabbitMQ keeps half of what it did in the one that failed. */
export async function writeBrokerSettings(
  home: string,
  ports: BrokerPorts,
  password: string,
  more: readonly string[],
): Promise<void> {
  await rm(home, { recursive: true, force: true });
  await mkdir(home);
  const settings = [
    `listeners.tcp.default = 127.0.0.1:${ports.amqp}`,
    `default_user = ${LOGIN_NAME}`,
    `default_pass = ${password}`,
    'log.console = true',
    'log.file = false',
    ...more,
  ];
  await writeFile(join(home, 'rabbitmq.conf'), `${settings.join('\n')}\n`, { mode: 0o600 });
  await writeFile(join(home, 'enabled_plugins'), '[].\n');
}

/**
 * RabbitMQ's whole environment.
 *
 * @see https://www.rabbitmq.com/docs/configure#supported-environment-variables
 */
export function brokerEnvironment(home: string, ports: BrokerPorts): Record<string, string> {
  return {
    HOME: home, // where Erlang keeps its cookie
    LANG: 'C.UTF-8',
    ERL_EPMD_ADDRESS: '127.0.0.1',
    ERL_EPMD_PORT: String(ports.epmd),
    RABBITMQ_NODENAME: `post-views-${ports.amqp}@localhost`,
    RABBITMQ_DIST_PORT: String(ports.distribution),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-kernel inet_dist_use_interface {127,0,0,1}',
    // Without these, the machine's own settings and folders would be used.
    RABBITMQ_CONF_ENV_FILE: join(home, 'no-rabbitmq-env.conf'),
    RABBITMQ_CONFIG_FILE: join(home, 'rabbitmq.conf'),
    RABBITMQ_ADVANCED_CONFIG_FILE: join(home, 'no-advanced.config'),
    RABBITMQ_CONFIG_FILES: join(home, 'no-conf.d'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(home, 'enabled_plugins'),
    RABBITMQ_MNESIA_BASE: join(home, 'data'),
    RABBITMQ_LOG_BASE: join(home, 'log'),
    RABBITMQ_PID_FILE: join(home, 'pid'),
  };
}
