import { describe, expect, it } from 'vitest';
import { readRules, readRuleTests, readText } from '../alerts.ts';

const { alerts } = await readRules();
const docs = await readText('docs/alerts.md');
const names = [...new Set(alerts.map(({ alert }) => alert))];

/** They say that there is none of something. */
const WITHOUT_NUMBER = [
  'PostViewsNoConsumer',
  'PostViewsQueueNotWatched',
  'PostViewsCountersNotCompared',
  'PostViewsNoApi',
];

/** A section of docs/alerts.md. */
const sectionOf = (name: string) => docs.split(`\n### ${name}\n`)[1]?.split(/\n##+ /)[0] ?? '';

/** Of all headings, as GitHub makes them. */
const anchorsOf = (text: string) =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );

describe('the alerts', () => {
  it('have a section each in docs/alerts.md, and no section is left over', () => {
    const sections = [...docs.matchAll(/^### (\w+)$/gm)].map(([, name]) => name);
    expect(new Set(sections)).toEqual(new Set(names));
  });

  it('lead to sections that exist', async () => {
    const links = [...docs.matchAll(/\]\(([\w./-]*\.md)?(?:#([\w-]+))?\)/g)];
    expect(links.length).toBeGreaterThan(0);
    for (const [link, file, anchor] of links) {
      const text = file ? await readText(`docs/${file}`) : docs;
      if (anchor) expect(anchorsOf(text), link).toContain(anchor);
    }
  });

  it.each(alerts)('$alert ($labels.severity) says all that is needed', (rule) => {
    const { alert, labels, annotations } = rule;
    expect(['critical', 'warning']).toContain(labels['severity']);
    expect(annotations['summary']).toMatch(/[^.]$/);
    // With the number, but where there is none to tell.
    expect(annotations['description']).toMatch(
      WITHOUT_NUMBER.includes(alert) ? /\.$/ : /\{\{ \$(value|labels)/,
    );
    // As GitHub makes an anchor of a heading.
    expect(annotations['runbook_url']).toBe(`docs/alerts.md#${alert.toLowerCase()}`);
  });

  it.each(names)('%s is as severe in the docs as in its rules, and tells what to do', (name) => {
    const severities = alerts
      .filter(({ alert }) => alert === name)
      .map(({ labels }) => labels['severity'] ?? '');
    const [opening = ''] = sectionOf(name).trim().split('\n');
    for (const severity of severities) expect(opening.toLowerCase()).toContain(severity);
    expect(sectionOf(name)).toMatch(/^- (Do|Look|Look and do): /m);
  });

  it.each(names)('%s is tested, firing and not', async (name) => {
    const text = await readRuleTests();
    const cases = text.split('alertname: ').slice(1);
    const firing = cases.filter((it) => it.startsWith(`${name}\n`) && it.includes('exp_alerts'));
    expect(firing).not.toEqual([]);
    const silent = new RegExp(`alertname: ${name}, eval_time: \\w+ }|alertname="${name}"`);
    expect(text).toMatch(silent);
  });
});
