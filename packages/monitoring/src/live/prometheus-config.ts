import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { TOPOLOGY } from '@post-views/event';
import { parse } from 'yaml';
import { ROOT } from '../root.ts';

/** What Prometheus is to watch, each as `host:port`. */
export interface Targets {
  readonly consumers: readonly string[];
  readonly apis: readonly string[];
  /** `undefined` for a broker that tells nothing. */
  readonly broker: string | undefined;
  /** The name of the queue, which becomes the one that rules and dashboards know. */
  readonly queue: string;
  /** As in `15s`. */
  readonly interval: string;
}

interface CommittedConfig {
  readonly rule_files: readonly string[];
  readonly scrape_configs: readonly { readonly job_name: string }[];
}

const FOLDER = new URL('infra/prometheus/', ROOT);

/** infra/prometheus/prometheus.yaml, for processes of this machine in the place of services of the compose file. */
export async function configOf(targets: Targets): Promise<string> {
  const { consumers, apis, broker, queue, interval } = targets;
  const ofBroker = broker === undefined ? [] : [broker];
  const targetsByJob: Readonly<Record<string, readonly string[]>> = {
    'post-views-consumer': consumers,
    'post-views-api': apis,
    rabbitmq: ofBroker,
    'rabbitmq-queues': ofBroker,
  };
  const text = await readFile(new URL('prometheus.yaml', FOLDER), 'utf8');
  const { rule_files, scrape_configs } = parse(text) as CommittedConfig;
  const config = {
    global: { scrape_interval: interval, scrape_timeout: interval, evaluation_interval: interval },
    rule_files: rule_files.map((file) => fileURLToPath(new URL(file, FOLDER))),
    scrape_configs: scrape_configs.map((job) => ({
      ...job,
      dns_sd_configs: [],
      static_configs: [{ targets: targetsByJob[job.job_name] }],
      metric_relabel_configs: [asDefaultQueue(queue)],
    })),
  };
  // JSON is YAML.
  return JSON.stringify(config, null, 2);
}

/** Of a test's queue and of its dead letters, the names that they have in production. */
function asDefaultQueue(queue: string): object {
  return {
    source_labels: ['queue'],
    regex: `${queue.replaceAll('.', '[.]')}([.]dead)?`,
    target_label: 'queue',
    replacement: `${TOPOLOGY.queue}$1`,
  };
}
