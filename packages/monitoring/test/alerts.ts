import { readdir, readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { ROOT } from '../src/root.ts';

export interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface RecordedSeries {
  readonly record: string;
  readonly expr: string;
}

interface RuleFile {
  readonly groups: readonly { readonly rules: readonly (Alert | RecordedSeries)[] }[];
}

/** @param file from the root of the repository */
export function readText(file: string): Promise<string> {
  return readFile(new URL(file, ROOT), 'utf8');
}

/** What infra/prometheus/alerts.yaml has. */
export async function readRules(): Promise<{ alerts: Alert[]; recorded: RecordedSeries[] }> {
  const { groups } = parse(await readText('infra/prometheus/alerts.yaml')) as RuleFile;
  const rules = groups.flatMap((group) => group.rules);
  return {
    alerts: rules.filter((rule) => 'alert' in rule),
    recorded: rules.filter((rule) => 'record' in rule),
  };
}

/** All of infra/prometheus/tests. */
export async function readRuleTests(): Promise<string> {
  const folder = 'infra/prometheus/tests';
  const files = await readdir(new URL(folder, ROOT));
  const texts = await Promise.all(files.map((file) => readText(`${folder}/${file}`)));
  return texts.join('\n');
}
