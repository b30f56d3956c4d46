/** An overlay in which all is well: one app with a number of its own, one that is scaled by its queue. */
export const OVERLAY = `
apiVersion: v1
kind: Namespace
metadata: { name: views, labels: { pod-security.kubernetes.io/enforce: restricted } }
---
apiVersion: v1
kind: Secret
metadata: { name: passwords, namespace: views }
data: { api: YQ==, queue: cQ==, ca: Yw== }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: dashboard, namespace: views, labels: { grafana_dashboard: "1" } }
data: { views.json: "{}" }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: api, namespace: views }
spec:
  replicas: 2
  selector: { matchLabels: { app: api } }
  template:
    metadata: { labels: { app: api } }
    spec:
      automountServiceAccountToken: false
      terminationGracePeriodSeconds: 25
      securityContext: { runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } }
      topologySpreadConstraints:
        - topologyKey: kubernetes.io/hostname
          maxSkew: 1
          whenUnsatisfiable: ScheduleAnyway
          labelSelector: { matchLabels: { app: api } }
      containers:
        - name: api
          image: example.com/api:1.2.3
          env:
            - name: PASSWORD
              valueFrom: { secretKeyRef: { name: passwords, key: api } }
            - { name: DATABASE_CA_FILE, value: /ca/database.crt }
          ports: [{ name: http, containerPort: 3000 }]
          readinessProbe: { httpGet: { path: /live, port: http } }
          lifecycle: { preStop: { sleep: { seconds: 5 } } }
          volumeMounts: [{ name: ca, mountPath: /ca }]
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities: { drop: [ALL] }
      volumes:
        - name: ca
          secret: { secretName: passwords, items: [{ key: ca, path: database.crt }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: consumer, namespace: views }
spec:
  selector: { matchLabels: { app: consumer } }
  template:
    metadata: { labels: { app: consumer } }
    spec:
      automountServiceAccountToken: false
      securityContext: { runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } }
      containers:
        - name: consumer
          image: example.com/consumer@sha256:${'0'.repeat(64)}
          env: [{ name: PREFETCH, value: "5000" }]
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities: { drop: [ALL] }
---
apiVersion: v1
kind: Service
metadata: { name: api, namespace: views }
spec: { selector: { app: api }, ports: [{ port: 80, targetPort: http }] }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: api, namespace: views }
spec: { maxUnavailable: 1, selector: { matchLabels: { app: api } } }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: all, namespace: views }
spec:
  podSelector: { matchExpressions: [{ key: app, operator: In, values: [api, consumer] }] }
  policyTypes: [Ingress, Egress]
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: { name: api, namespace: views }
spec: { selector: { matchLabels: { app: api } }, podMetricsEndpoints: [{ port: http }] }
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: api, namespace: views }
spec: { groups: [{ name: api, rules: [{ alert: NoApi, expr: absent(up), for: 2m }] }] }
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: { name: consumer, namespace: views }
spec:
  scaleTargetRef: { name: consumer }
  minReplicaCount: 2
  maxReplicaCount: 6
  triggers:
    - type: rabbitmq
      metadata: { protocol: http, mode: QueueLength, queueName: views, value: "20000" }
      authenticationRef: { name: queue }
---
apiVersion: keda.sh/v1alpha1
kind: TriggerAuthentication
metadata: { name: queue, namespace: views }
spec: { secretTargetRef: [{ parameter: host, name: passwords, key: queue }] }
`;
