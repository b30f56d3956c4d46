import { posix } from 'node:path';
import { openApiJson } from '@post-views/api/openapi';
import { asyncApi } from '@post-views/event/asyncapi';
import { eventJsonSchema } from '@post-views/event/json-schema';
import { DASHBOARDS, prometheusRule } from '@post-views/monitoring';
import { apiTypes } from './api-types.ts';
import { fillCodeBlocks } from './code-blocks.ts';
import { readCommitted } from './repository.ts';

/** A committed file that is generated from the code, or has parts that are. */
export interface GeneratedFile {
  /** From the root of the repository. */
  readonly file: string;
  readonly text: string;
}

/** Markdown files whose code blocks are examples. */
const WITH_EXAMPLES = [
  'docs/publishing.md',
  'packages/client/README.md',
  'packages/publisher/README.md',
];

/** Each generates some files. */
const GENERATORS: readonly (() => Promise<readonly GeneratedFile[]>)[] = [
  apiFiles,
  eventFiles,
  dashboardFiles,
  kubernetesFiles,
  () => Promise.all(WITH_EXAMPLES.map(withExamples)),
];

/** Every generated file, as it should be committed. */
export async function generateFiles(): Promise<readonly GeneratedFile[]> {
  const generated = await Promise.all(GENERATORS.map((generate) => generate()));
  return generated.flat();
}

async function apiFiles(): Promise<readonly GeneratedFile[]> {
  const openapi = await openApiJson();
  return [
    { file: 'apps/api/openapi.json', text: openapi },
    { file: 'packages/client/src/paths.ts', text: await apiTypes(openapi) },
  ];
}

async function eventFiles(): Promise<readonly GeneratedFile[]> {
  return [
    { file: 'docs/event.schema.json', text: toJson(eventJsonSchema()) },
    { file: 'docs/asyncapi.json', text: toJson(asyncApi()) },
  ];
}

async function dashboardFiles(): Promise<readonly GeneratedFile[]> {
  return Object.entries(DASHBOARDS).map(([name, build]) => ({
    file: `infra/grafana/dashboards/${name}.json`,
    text: toJson(build()),
  }));
}

async function kubernetesFiles(): Promise<readonly GeneratedFile[]> {
  const rules = await readCommitted('infra/prometheus/alerts.yaml');
  const file = 'infra/kubernetes/components/monitoring/prometheus-rule.yaml';
  return [{ file, text: prometheusRule(rules) }];
}

async function withExamples(file: string): Promise<GeneratedFile> {
  const markdown = await readCommitted(file);
  const folder = posix.dirname(file);
  const read = (path: string) => readCommitted(posix.join(folder, path));
  return { file, text: await fillCodeBlocks(markdown, read) };
}

function toJson(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
