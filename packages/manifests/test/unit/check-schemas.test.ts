import { expect, it, vi } from 'vitest';
import { parseManifests } from '../../src/manifest.ts';
import { checkSchemas } from '../../src/schema/check-schemas.ts';
import { OVERLAY } from '../overlay.ts';

// The compiler is started for each of them.
vi.setConfig({ testTimeout: 60_000 });

const deployment = (name: string, spec = '', container = '') => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  selector: { matchLabels: { app: api } }
  ${spec}
  template:
    spec:
      containers:
        - name: api
          ${container}
`;

it('finds nothing where all is well', async () => {
  expect(await checkSchemas(parseManifests(OVERLAY))).toEqual([]);
});

it('names object and field of what a type forbids', async () => {
  expect(
    await findingsIn(
      deployment('field', 'replica: 2'),
      deployment('deep-field', '', 'ports: [{ containerPrt: 80 }]'),
      deployment('type', 'replicas: "2"'),
      deployment('word', '', 'imagePullPolicy: always'),
      'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: { nam: missing }',
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: missing }\nspec: { template: {} }',
      `apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: { name: keda }
spec: { scaleTargetRef: { name: it }, triggers: [], minReplicas: 2 }`,
      `apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: { name: external }
spec: { data: [{ secretKey: it, remoteRef: { key: it, proprty: it } }] }`,
      `apiVersion: monitoring.coreos.com/v1\nkind: PodMonitor\nmetadata: { name: monitor }
spec: { selector: {}, podMetricsEndpoints: [{ intervall: 15s }] }`,
      `apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: { name: rule }
spec: { groups: [{ name: it, rules: [{ alert: It, expr: up, fro: 2m }] }] }`,
    ),
  ).toEqual([
    expect.stringMatching(
      /^Deployment\/field: spec\.replica: .*'"?replica"?' does not exist in type/,
    ),
    expect.stringMatching(
      /^Deployment\/deep-field: spec\.template\.spec\.containers\[0\]\.ports\[0\]\.containerPrt: /,
    ),
    "Deployment/type: spec.replicas: Type 'string' is not assignable to type 'number'.",
    expect.stringMatching(
      /^Deployment\/word: spec\.template\.spec\.containers\[0\]\.imagePullPolicy: .*Did you mean/,
    ),
    expect.stringMatching(/^PodDisruptionBudget\/: metadata\.nam: /),
    expect.stringMatching(/^Deployment\/missing: spec: Property '"?selector"?' is missing/),
    expect.stringMatching(/^ScaledObject\/keda: spec\.minReplicas: /),
    expect.stringMatching(/^ExternalSecret\/external: spec\.data\[0\]\.remoteRef\.proprty: /),
    expect.stringMatching(/^PodMonitor\/monitor: spec\.podMetricsEndpoints\[0\]\.intervall: /),
    expect.stringMatching(/^PrometheusRule\/rule: spec\.groups\[0\]\.rules\[0\]\.fro: /),
  ]);
});

it('names object and field of a value that no type forbids', async () => {
  expect(
    await findingsIn(
      deployment('fraction', 'replicas: 1.5'),
      deployment('unit', '', 'resources: { limits: { memory: 1Gb } }'),
      'apiVersion: v1\nkind: Secret\nmetadata: { name: base64 }\ndata: { a.b: "?" }',
      `apiVersion: monitoring.coreos.com/v1\nkind: PodMonitor\nmetadata: { name: duration }
spec: { selector: {}, podMetricsEndpoints: [{ interval: 15sec }] }`,
      `apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: { name: rule }
spec: { groups: [{ name: it, rules: [{ alert: It, expr: up, for: 2min }] }] }`,
    ),
  ).toEqual([
    expect.stringMatching(/^Deployment\/fraction: spec\.replicas: must be integer/),
    expect.stringMatching(
      /^Deployment\/unit: spec\..*\.limits\.memory: .*must match format "quantity"/,
    ),
    'Secret/base64: data["a.b"]: must match format "byte"',
    expect.stringMatching(/^PodMonitor\/duration: spec\.podMetricsEndpoints\[0\]\.interval: /),
    expect.stringMatching(/^PrometheusRule\/rule: spec\.groups\[0\]\.rules\[0\]\.for: /),
  ]);
});

it('knows the kinds of others, and says which it does not know', async () => {
  const object = (apiVersion: string, kind: string) =>
    `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: it }\nspec: {}`;
  expect(
    await findingsIn(
      object('keda.sh/v1alpha1', 'ScaledObjects'),
      object('external-secrets.io/v1', 'ExternalSecret'),
      // A type, but no kind.
      object('apps/v1', 'DeploymentSpec'),
      object('apps/v2', 'Deployment'),
      object('../../../secret', 'Deployment'),
    ),
  ).toEqual([
    'ScaledObjects/it: kind: there is no schema for keda.sh/v1alpha1 ScaledObjects',
    'DeploymentSpec/it: kind: there is no schema for apps/v1 DeploymentSpec',
    'Deployment/it: kind: there is no schema for apps/v2 Deployment',
    'Deployment/it: kind: there is no schema for ../../../secret Deployment',
  ]);
});

async function findingsIn(...documents: readonly string[]): Promise<readonly string[]> {
  const findings = await checkSchemas(parseManifests(documents.join('\n---\n')));
  return findings.map(({ object, field, problem }) => `${object}: ${field}: ${problem}`);
}
