import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig as readApiConfig } from '../../../../apps/api/src/config.ts';
import { readConfig as readConsumerConfig } from '../../../../apps/consumer/src/config.ts';
import { compose, configOf, folderAt, readYaml, withDefaults } from '../compose-file.ts';
import { readText } from '../repository.ts';

interface Scraping {
  readonly global: { readonly scrape_interval: string };
  readonly rule_files: readonly string[];
  readonly scrape_configs: readonly {
    readonly job_name: string;
    readonly dns_sd_configs?: readonly {
      readonly names: readonly string[];
      readonly port: number;
    }[];
    readonly static_configs?: readonly { readonly targets: readonly string[] }[];
  }[];
}

interface DataSources {
  readonly datasources: readonly {
    readonly url: string;
    readonly jsonData: { readonly timeInterval: string };
  }[];
}

interface Dashboards {
  readonly providers: readonly { readonly options: { readonly path: string } }[];
}

const { mysql, rabbitmq, prometheus, grafana, consumer, api, migrate } = compose.services;
const scraping = readYaml<Scraping>('infra/prometheus/prometheus.yaml');
const namesIn = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map(([, name = '']) => name);

describe('Prometheus in the compose file', () => {
  const found = scraping.scrape_configs.flatMap(({ dns_sd_configs = [] }) =>
    dns_sd_configs.flatMap(({ names, port }) => names.map((name) => [name, port])),
  );
  const named = scraping.scrape_configs.flatMap(({ static_configs = [] }) =>
    static_configs.flatMap(({ targets }) => targets),
  );

  it('finds all replicas of both apps at the ports of their metrics', () => {
    const env = {
      DATABASE_URL: 'mysql://u:p@h/d',
      AMQP_URL: 'amqp://u:p@h',
      INTERNAL_API_KEYS: 'name:key',
    };
    expect(found).toEqual([
      ['consumer', readConsumerConfig(env).healthPort],
      ['api', readApiConfig(env).healthPort],
    ]);
    for (const app of [consumer, api]) expect(app?.environment).not.toHaveProperty('HEALTH_PORT');
  });

  it('asks the broker, which has the plugin for it, and of which there is one', () => {
    expect(new Set(named)).toEqual(new Set(['rabbitmq:15692']));
    expect(configOf(rabbitmq, '/etc/rabbitmq/enabled_plugins')).toContain('rabbitmq_prometheus');
    expect(rabbitmq?.deploy?.replicas).toBeUndefined();
  });

  it('is given its configuration, and the rules that it names', () => {
    const path = prometheus?.command
      ?.find((option) => option.startsWith('--config.file='))
      ?.split('=')[1];
    const folder = folderAt(prometheus, dirname(String(path)));
    for (const file of [basename(String(path)), ...scraping.rule_files]) {
      expect(existsSync(`${folder}/${file}`), file).toBe(true);
    }
  });
});

describe('Grafana in the compose file', () => {
  const provisioning = 'infra/grafana/provisioning';

  it('is given what it provisions itself from, and its dashboards where that says', () => {
    expect(folderAt(grafana, '/etc/grafana/provisioning')).toMatch(new RegExp(`${provisioning}$`));
    const { providers } = readYaml<Dashboards>(`${provisioning}/dashboards/post-views.yaml`);
    expect(providers).toHaveLength(1);
    const folder = folderAt(grafana, String(providers[0]?.options.path));
    expect(existsSync(`${folder}/ingest.json`)).toBe(true);
  });

  it('asks that Prometheus, in its own rhythm', () => {
    const { datasources } = readYaml<DataSources>(`${provisioning}/datasources/prometheus.yaml`);
    expect(datasources).toMatchObject([
      {
        url: 'http://prometheus:9090',
        jsonData: { timeInterval: scraping.global.scrape_interval },
      },
    ]);
  });
});

describe('the users in the compose file', () => {
  const users = configOf(mysql, '/docker-entrypoint-initdb.d/10-users.sql');
  const created = namesIn(users, /^CREATE USER (\w+)/gm);
  const migration = configOf(mysql, '/docker-entrypoint-initdb.d/20-migration.sql');
  const grants = configOf(compose.services['grants'], '/grants.sql');
  const granted = namesIn(migration + grants, / TO (\w+);$/gm);

  it('of the database are made, and given rights', () => {
    expect(new Set(created)).toEqual(new Set(granted));
  });

  it('of the broker are made by a file that comes before the one with their rights', () => {
    const folder = '/etc/rabbitmq/definitions.d/';
    const files = (rabbitmq?.configs ?? [])
      .map(({ target }) => target)
      .filter((target) => target.startsWith(folder))
      .sort();
    expect(files).toHaveLength(2);
    const [made, given] = files.map((file) => JSON.parse(configOf(rabbitmq, file)) as Broker);
    const names = made?.users?.map(({ name }) => name);
    expect(given?.users).toBeUndefined();
    for (const { user } of given?.permissions ?? []) expect(names).toContain(user);
    const conf = configOf(rabbitmq, '/etc/rabbitmq/conf.d/20-post-views.conf');
    expect(conf).toContain(`definitions.local.path = ${folder.slice(0, -1)}\n`);
  });

  it('of the broker make its container anew when one of their passwords changes', () => {
    const passwords = (text = '') => new Set(namesIn(text, /\$\{(\w+)/g));
    const environment = Object.values(rabbitmq?.environment ?? {}).join(' ');
    expect(passwords(environment)).toEqual(passwords(compose.configs['rabbitmq-users']?.content));
  });

  it('are those that the apps connect as', () => {
    const userOf = (url = '') => new URL(withDefaults(url)).username;
    expect(userOf(migrate?.environment?.['DATABASE_URL'])).toBe('migration');
    expect(userOf(consumer?.environment?.['DATABASE_URL'])).toBe('consumer');
    expect(userOf(consumer?.environment?.['MAINTENANCE_DATABASE_URL'])).toBe('maintenance');
    expect(userOf(consumer?.environment?.['AMQP_URL'])).toBe('consumer');
    expect(userOf(api?.environment?.['DATABASE_URL'])).toBe('api');
  });

  it('have the names of docker/README.md for their passwords, as everything has that can be set', () => {
    const variables = new Set(namesIn(readText('docker/compose.yaml'), /\$\{(\w+):-/g));
    const sections = readText('docker/README.md').split(/^## /m);
    const [section = ''] = sections.filter((it) => it.startsWith('Variables'));
    expect(new Set(namesIn(section, /`([A-Z][A-Z_]+)`/g))).toEqual(variables);
  });
});

interface Broker {
  readonly users?: readonly { readonly name: string }[];
  readonly permissions?: readonly { readonly user: string }[];
}
