import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { parseManifests } from '../../src/manifest.ts';
import { ENDING_MS } from '../../src/rules/endings.ts';
import { PREFETCH } from '../../src/rules/queue-trigger.ts';
import { RULES } from '../../src/rules/rules.ts';
import { OVERLAY } from '../overlay.ts';

it('no rule finds anything where all is well', () => {
  expect(findingsIn(OVERLAY)).toEqual([]);
});

const POD = 'spec.template.spec';
const API = `Deployment/api: ${POD}`;

it.each([
  // Namespaces.
  [
    'name: api, namespace: views',
    'name: api',
    'Deployment/api: metadata.namespace: must be views, but is not set',
  ],
  ['kind: Namespace', 'kind: Nothing', 'Namespace: there must be one'],

  // Pod Security, and what we add to it.
  [
    'enforce: restricted',
    'enforce: baseline',
    'Namespace/views: metadata.labels["pod-security.kubernetes.io/enforce"]: must be restricted',
  ],
  [
    'runAsNonRoot: true',
    'runAsNonRoot: false',
    `${API}.containers[0].securityContext.runAsNonRoot: must be true`,
  ],
  [
    'runAsNonRoot: true',
    'runAsNonRoot: true, runAsUser: 0',
    `${API}.containers[0].securityContext.runAsUser: must not be 0`,
  ],
  [
    'type: RuntimeDefault',
    'type: Unconfined',
    `${API}.containers[0].securityContext.seccompProfile.type: must be RuntimeDefault`,
  ],
  [
    'Escalation: false',
    'Escalation: true',
    `${API}.containers[0].securityContext.allowPrivilegeEscalation: must be false`,
  ],
  [
    'readOnlyRootFilesystem: true',
    'privileged: true',
    `${API}.containers[0].securityContext.privileged: must not be set`,
  ],
  [
    'readOnlyRootFilesystem: true',
    'privileged: false',
    `${API}.containers[0].securityContext.readOnlyRootFilesystem: must be true`,
  ],
  [
    'drop: [ALL]',
    'drop: [CHOWN]',
    `${API}.containers[0].securityContext.capabilities.drop: must have ALL`,
  ],
  [
    'drop: [ALL]',
    'drop: [ALL], add: [CHOWN]',
    `${API}.containers[0].securityContext.capabilities.add: must not be set`,
  ],
  [
    'containerPort: 3000',
    'containerPort: 3000, hostPort: 80',
    `${API}.containers[0].ports[0].hostPort: must not be set`,
  ],
  [
    'automountServiceAccountToken: false',
    'hostNetwork: false',
    `${API}.automountServiceAccountToken: must be false`,
  ],
  [
    'terminationGrace',
    'hostNetwork: true\n      terminationGrace',
    `${API}.hostNetwork: must not be set`,
  ],
  [
    '      volumes:',
    '      volumes:\n        - { name: host, hostPath: { path: / } }',
    `${API}.volumes[0]: must be one of`,
  ],

  // Images.
  ['api:1.2.3', 'api:latest', `${API}.containers[0].image: example.com/api:latest: needs a tag`],
  ['api:1.2.3', 'api', `${API}.containers[0].image: example.com/api: needs a tag`],

  // Endings.
  [
    'PeriodSeconds: 25',
    'PeriodSeconds: 18',
    `${API}.terminationGracePeriodSeconds: 18 s, but to end may take 18 s`,
  ],
  [
    'name: PREFETCH, value: "5000"',
    'name: SHUTDOWN_TIMEOUT_MS, value: "22000"',
    `Deployment/consumer: ${POD}.terminationGracePeriodSeconds: 30 s, but to end may take 30 s`,
  ],

  // Secrets and files.
  [
    'name: passwords, key: api',
    'name: passwords, key: apo',
    `${API}.containers[0].env[0].valueFrom: Secret passwords/apo is made by nothing`,
  ],
  [
    'items: [{ key: ca,',
    'items: [{ key: co,',
    `${API}.volumes[0].items[0]: Secret passwords/co is made by nothing`,
  ],
  [
    'name: passwords, key: queue',
    'name: passwords, key: q',
    'TriggerAuthentication/queue: spec.secretTargetRef[0]: Secret passwords/q is made by nothing',
  ],
  [
    'ca: Yw==',
    'ca: Yw==, more: bQ==',
    'Secret/passwords: data.more: Secret passwords/more is asked for by nothing',
  ],
  [
    'grafana_dashboard:',
    'grafana-dashboard:',
    'ConfigMap/dashboard: data.views.json: ConfigMap dashboard/views.json is asked for by nothing',
  ],
  [
    'value: /ca/database.crt',
    'value: /ca/other.crt',
    `${API}.containers[0].env[1]: DATABASE_CA_FILE: /ca/other.crt is not mounted`,
  ],
  [', items: [{ key: ca, path: database.crt }]', '', `${API}.volumes[0]: has no items`],
  [
    'ports: [{ name: http',
    'envFrom: [{ secretRef: { name: passwords } }]\n          ports: [{ name: http',
    `${API}.containers[0].envFrom[0]: takes all keys`,
  ],

  // Selectors and ports.
  [
    'selector: { matchLabels: { app: api } }\n  template',
    'selector: { matchLabels: { app: apo } }\n  template',
    'Deployment/api: spec.selector: selects no pods',
  ],
  [
    'selector: { matchLabels: { app: consumer } }',
    'selector: {}',
    'Deployment/consumer: spec.selector: selects pods of others',
  ],
  [
    'labelSelector: { matchLabels: { app: api } }',
    'labelSelector: { matchLabels: { app: apo } }',
    `${API}.topologySpreadConstraints[0]: selects no pods of its own`,
  ],
  [
    'selector: { app: api }',
    'selector: { app: apo }',
    'Service/api: spec.selector: selects no pods',
  ],
  [
    'maxUnavailable: 1, selector: { matchLabels: { app: api } }',
    'maxUnavailable: 1',
    'PodDisruptionBudget/api: spec.selector: selects no pods',
  ],
  [
    'app: api } }, podMetrics',
    'app: apo } }, podMetrics',
    'PodMonitor/api: spec.selector: selects no pods',
  ],
  [
    'values: [api, consumer]',
    'values: [api]',
    'Deployment/consumer: no NetworkPolicy of type Egress selects it',
  ],
  ['[Ingress, Egress]', '[Ingress]', 'Deployment/api: no NetworkPolicy of type Egress selects it'],
  [
    'targetPort: http',
    'targetPort: htp',
    'Service/api: spec.ports[0].targetPort: Deployment/api: no port htp',
  ],
  [
    'Endpoints: [{ port: http',
    'Endpoints: [{ port: health',
    'PodMonitor/api: spec.podMetricsEndpoints[0].port: Deployment/api: no port health',
  ],
  [
    'path: /live, port: http',
    'path: /live, port: 3001',
    `${API}.containers[0].readinessProbe.httpGet.port: Deployment/api: no port 3001`,
  ],
  [
    '[Ingress, Egress]',
    '[Ingress, Egress]\n  ingress: [{ ports: [{ port: 3000 }] }]',
    'NetworkPolicy/all: spec.ingress[0].ports[0].port: Deployment/consumer: no port 3000',
  ],

  // Scaling.
  ['  replicas: 2\n', '', 'Deployment/api: spec.replicas: missing: it is scaled by nothing'],
  [
    'spec:\n  selector: { matchLabels: { app: consumer',
    'spec:\n  replicas: 2\n  selector: { matchLabels: { app: consumer',
    'Deployment/consumer: spec.replicas: set twice: it is scaled by ScaledObject/consumer',
  ],
  [
    'scaleTargetRef: { name: consumer }',
    'scaleTargetRef: { name: konsumer }',
    'ScaledObject/consumer: spec.scaleTargetRef: there is no Deployment/konsumer',
  ],
  [
    'minReplicaCount: 2',
    'minReplicaCount: 0',
    'ScaledObject/consumer: spec: from 0 to 6: from 2 to as many or more',
  ],
  [
    'maxReplicaCount: 6',
    'maxReplicaCount: 1',
    'ScaledObject/consumer: spec: from 2 to 1: from 2 to as many or more',
  ],
  [
    'authenticationRef: { name: queue',
    'authenticationRef: { name: q',
    'ScaledObject/consumer: spec.triggers[0].authenticationRef: there is no TriggerAuthentication q',
  ],

  // The trigger, of which the schema of KEDA takes anything.
  [
    'value: "20000"',
    'value: "5000"',
    'ScaledObject/consumer: spec.triggers[0].metadata.value: must be more than PREFETCH, 5000',
  ],
  [
    'protocol: http',
    'protocol: amqp',
    'ScaledObject/consumer: spec.triggers[0].metadata.protocol: Invalid input: expected "http"',
  ],
  [
    'queueName: views',
    'queuename: views',
    'ScaledObject/consumer: spec.triggers[0].metadata: Unrecognized key: "queuename"',
  ],
  [
    'type: rabbitmq',
    'type: cron',
    'ScaledObject/consumer: spec.triggers[0].metadata: unknown trigger cron',
  ],
])('%j → %j: %s', (from, to, finding) => {
  expect(OVERLAY).toContain(from);
  expect(findingsIn(OVERLAY.replace(from, to))).toContainEqual(expect.stringContaining(finding));
});

it('the times and numbers that are taken from the apps are theirs', async () => {
  const read = (path: string) => readFile(new URL(`../../../../${path}`, import.meta.url), 'utf8');
  const limits = await read('apps/api/src/limits.ts');
  const ofLimits = (name: string) => numberAfter(limits, `${name} =`);
  const api = ofLimits('REQUESTS_TIMEOUT_MS') + 1_000 + ofLimits('CLOSE_TIMEOUT_MS') + 2_000;
  expect(limits).toContain('= REQUESTS_TIMEOUT_MS + 1_000 + CLOSE_TIMEOUT_MS + 2_000');
  expect(ENDING_MS['api']?.({ name: 'api' })).toBe(api);

  const config = await read('apps/consumer/src/config.ts');
  const defaultOf = (name: string) =>
    numberAfter(config.slice(config.indexOf(`${name}: wholeNumber`)), '.default(');
  const closing = numberAfter(await read('apps/consumer/src/main.ts'), 'CLOSING_MS =');
  expect(ENDING_MS['consumer']?.({ name: 'consumer' })).toBe(
    defaultOf('SHUTDOWN_TIMEOUT_MS') + closing,
  );
  expect(PREFETCH).toBe(defaultOf('PREFETCH'));
});

function numberAfter(text: string, words: string): number {
  const start = text.indexOf(words);
  return Number.parseInt(text.slice(start + words.length).replaceAll('_', ''), 10);
}

function findingsIn(yaml: string): readonly string[] {
  const objects = parseManifests(yaml);
  return RULES.flatMap(({ check }) => check(objects)).map(({ object, field, problem }) =>
    [object, field, problem].filter(Boolean).join(': '),
  );
}
