import { z } from 'zod';

/**
 * What Compose and Kubernetes take, as far as our files use it: a word that is in no shape here is misspelt, or is to be looked up and
 * added. Small on purpose; the vendors' own schemas are megabytes.
 */
const text = z.string().min(1);
const quantity = z.string().regex(/^\d+(m|Mi|Gi)?$/);
const duration = z.string().regex(/^\d+s$/);
const labels = z.record(z.string().regex(/^([a-z0-9.-]+\/)?[a-z0-9.-]+$/), z.string());

const composeHealth = z.union([
  z.strictObject({ disable: z.literal(true) }),
  z.strictObject({
    test: z.array(text).min(2),
    interval: duration,
    timeout: duration,
    retries: z.number().int(),
  }),
]);
const composeService = z.strictObject({
  image: text,
  build: z.strictObject({ context: text, dockerfile: text }).optional(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string().regex(/^[A-Z_]+$/), z.string()).optional(),
  depends_on: z
    .record(
      text,
      z.strictObject({ condition: z.enum(['service_started', 'service_healthy', 'service_completed_successfully']) }),
    )
    .optional(),
  healthcheck: composeHealth.optional(),
  ports: z.array(z.string().regex(/^\d+:\d+$/)).optional(),
  volumes: z.array(z.string().regex(/^[^:]+:\/[^:]+(:ro)?$/)).optional(),
  tmpfs: z.array(z.string().startsWith('/')).optional(),
  networks: z.array(text).optional(),
  cap_drop: z.array(text).optional(),
  cap_add: z.array(text).optional(),
  security_opt: z.array(text).optional(),
  user: z
    .string()
    .regex(/^\d+:\d+$/)
    .optional(),
  read_only: z.boolean().optional(),
  init: z.boolean().optional(),
  shm_size: text.optional(),
  stop_grace_period: duration.optional(),
  restart: z.enum(['no', 'unless-stopped']).optional(),
});
export const composeFile = z.strictObject({
  name: text,
  'x-api': z.unknown(),
  services: z.record(text, composeService),
  networks: z.record(
    text,
    z.strictObject({ ipam: z.strictObject({ config: z.array(z.strictObject({ subnet: z.cidrv4() })) }) }),
  ),
  volumes: z.record(text, z.strictObject({})),
});

const metadata = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]+$/),
  labels: labels.optional(),
  annotations: z.record(text, z.string()).optional(),
});
const object = (apiVersion, kind, shape) =>
  z.strictObject({ apiVersion: z.literal(apiVersion), kind: z.literal(kind), metadata, ...shape });
const selector = z.strictObject({ matchLabels: labels });
const probe = z.strictObject({
  httpGet: z.strictObject({ path: z.string().startsWith('/'), port: text }),
  periodSeconds: z.number().int(),
  timeoutSeconds: z.number().int().optional(),
  failureThreshold: z.number().int(),
});
const container = z.strictObject({
  name: text,
  image: text,
  args: z.array(text),
  envFrom: z.array(
    z.union([
      z.strictObject({ configMapRef: z.strictObject({ name: text }) }),
      z.strictObject({ secretRef: z.strictObject({ name: text }) }),
    ]),
  ),
  ports: z.array(z.strictObject({ name: text, containerPort: z.number().int() })).optional(),
  startupProbe: probe.optional(),
  livenessProbe: probe.optional(),
  readinessProbe: probe.optional(),
  resources: z.strictObject({
    requests: z.strictObject({ cpu: quantity, memory: quantity }),
    limits: z.strictObject({ memory: quantity }),
  }),
  securityContext: z.strictObject({
    allowPrivilegeEscalation: z.literal(false),
    readOnlyRootFilesystem: z.literal(true),
    capabilities: z.strictObject({ drop: z.tuple([z.literal('ALL')]) }),
  }),
  volumeMounts: z.array(z.strictObject({ name: text, mountPath: z.string().startsWith('/') })),
});
const podSpec = z.strictObject({
  restartPolicy: z.literal('OnFailure').optional(),
  automountServiceAccountToken: z.literal(false),
  terminationGracePeriodSeconds: z.number().int(),
  securityContext: z.strictObject({
    runAsNonRoot: z.literal(true),
    runAsUser: z.number().int().min(1),
    runAsGroup: z.number().int().min(1),
    fsGroup: z.number().int().min(1),
    seccompProfile: z.strictObject({ type: z.literal('RuntimeDefault') }),
  }),
  topologySpreadConstraints: z
    .array(
      z.strictObject({
        maxSkew: z.number().int(),
        topologyKey: text,
        whenUnsatisfiable: z.enum(['ScheduleAnyway', 'DoNotSchedule']),
        labelSelector: selector,
      }),
    )
    .optional(),
  containers: z.array(container).length(1),
  volumes: z.array(z.strictObject({ name: text, emptyDir: z.strictObject({}) })),
});
const template = z.strictObject({
  metadata: z.strictObject({ labels, annotations: z.record(text, z.string()).optional() }),
  spec: podSpec,
});
const backend = z.strictObject({
  service: z.strictObject({ name: text, port: z.strictObject({ name: text }) }),
});
const path = z.strictObject({
  path: z.string().startsWith('/'),
  pathType: z.enum(['Prefix', 'Exact', 'ImplementationSpecific']),
  backend,
});

export const kubernetesObject = z.discriminatedUnion('kind', [
  object('v1', 'Namespace', {}),
  object('v1', 'ConfigMap', { data: z.record(z.string().regex(/^[A-Z_]+$/), z.string()) }),
  object('v1', 'Secret', {
    type: z.literal('Opaque'),
    stringData: z.record(z.string().regex(/^[A-Z_]+$/), z.string()),
  }),
  object('apps/v1', 'Deployment', {
    spec: z.strictObject({
      selector,
      strategy: z.strictObject({
        rollingUpdate: z.strictObject({ maxUnavailable: z.literal(0), maxSurge: z.number().int().min(1) }),
      }),
      template,
    }),
  }),
  object('batch/v1', 'Job', { spec: z.strictObject({ backoffLimit: z.number().int(), template }) }),
  object('v1', 'Service', {
    spec: z.strictObject({
      selector: labels,
      ports: z.array(z.strictObject({ name: text, port: z.number().int(), targetPort: text })),
    }),
  }),
  object('policy/v1', 'PodDisruptionBudget', {
    spec: z.strictObject({ minAvailable: z.number().int().min(1), selector }),
  }),
  object('autoscaling/v2', 'HorizontalPodAutoscaler', {
    spec: z.strictObject({
      scaleTargetRef: z.strictObject({
        apiVersion: z.literal('apps/v1'),
        kind: z.literal('Deployment'),
        name: text,
      }),
      minReplicas: z.number().int().min(2),
      maxReplicas: z.number().int(),
      metrics: z.array(
        z.strictObject({
          type: z.literal('Resource'),
          resource: z.strictObject({
            name: z.enum(['cpu', 'memory']),
            target: z.strictObject({
              type: z.literal('Utilization'),
              averageUtilization: z.number().int().min(1).max(100),
            }),
          }),
        }),
      ),
      behavior: z.strictObject({
        scaleDown: z.strictObject({ stabilizationWindowSeconds: z.number().int().max(3600) }),
      }),
    }),
  }),
  object('networking.k8s.io/v1', 'Ingress', {
    spec: z.strictObject({
      ingressClassName: text,
      tls: z.array(z.strictObject({ hosts: z.array(text), secretName: text })),
      rules: z.array(z.strictObject({ host: text, http: z.strictObject({ paths: z.array(path) }) })),
    }),
  }),
  object('networking.k8s.io/v1', 'NetworkPolicy', {
    spec: z.strictObject({
      podSelector: selector,
      policyTypes: z.array(z.enum(['Ingress', 'Egress'])),
      ingress: z.array(z.strictObject({ ports: z.array(z.strictObject({ port: text })) })),
    }),
  }),
]);
