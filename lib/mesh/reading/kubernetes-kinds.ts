import type { Schema } from '../../schema/kind-schema';

/** What is read of a Service. */
export interface ServiceSpec {
  readonly type?: string;
  readonly clusterIP?: string;
  readonly externalName?: string;
  readonly selector?: Record<string, string>;
  readonly ports?: ServicePortSpec[];
}

export interface ServicePortSpec {
  readonly name?: string;
  readonly port?: number;
  readonly targetPort?: number | string;
  readonly nodePort?: number;
  readonly protocol?: string;
  readonly appProtocol?: string;
}

export interface ContainerSpec {
  readonly name?: string;
  readonly image?: string;
  readonly args?: string[];
  readonly ports?: { readonly name?: string; readonly containerPort?: number; readonly protocol?: string }[];
  readonly env?: { readonly name?: string; readonly value?: string; readonly valueFrom?: object }[];
  readonly securityContext?: SecurityContextSpec;
  readonly volumeMounts?: { readonly name?: string; readonly mountPath?: string }[];
}

interface SecurityContextSpec {
  readonly runAsUser?: number;
}

export interface PodSpec {
  readonly serviceAccountName?: string;
  readonly hostNetwork?: boolean;
  readonly nodeName?: string;
  readonly securityContext?: SecurityContextSpec;
  readonly containers?: ContainerSpec[];
  readonly initContainers?: ContainerSpec[];
  readonly volumes?: { readonly name?: string }[];
}

export interface PodTemplateSpec {
  readonly metadata?: { readonly labels?: Record<string, string>; readonly annotations?: Record<string, string> };
  readonly spec?: PodSpec;
}

/** Deployment and the other kinds with a pod template at `spec.template`, those of other controllers included. */
export interface TemplatedSpec {
  readonly replicas?: number;
  readonly selector?: { readonly matchLabels?: Record<string, string> };
  readonly template?: PodTemplateSpec;
  readonly workloadRef?: { readonly kind?: string; readonly name?: string };
  /** Of a Rollout. */
  readonly strategy?: Record<string, unknown>;
}

export interface CronJobSpec {
  readonly jobTemplate?: { readonly spec?: TemplatedSpec };
}

/** Kinds without a spec that anybody here reads. */
export type NoSpec = Record<string, never>;

/** Read as it stands. */
export type FreeSpec = Record<string, unknown>;

const text: Schema = { type: 'string' };
const whole: Schema = { type: 'integer' };
const texts: Schema = { type: 'object', additionalProperties: text };
const list = (items: Schema): Schema => ({ type: 'array', items });
const object = (properties: Record<string, Schema>): Schema => ({ type: 'object', properties });
const free: Schema = { type: 'object' };
const securityContext = object({ runAsUser: whole });
const containers = list(
  object({
    name: text,
    image: text,
    args: list(text),
    ports: list(object({ name: text, containerPort: whole, protocol: text })),
    env: list(object({ name: text, value: text, valueFrom: free })),
    securityContext,
    volumeMounts: list(object({ name: text, mountPath: text })),
  }),
);
const pod = object({
  serviceAccountName: text,
  hostNetwork: { type: 'boolean' },
  nodeName: text,
  securityContext,
  containers,
  initContainers: containers,
  volumes: list(object({ name: text })),
});
const templated = object({
  replicas: whole,
  selector: object({ matchLabels: texts }),
  template: object({ metadata: object({ labels: texts, annotations: texts }), spec: pod }),
  workloadRef: object({ kind: text, name: text }),
  strategy: free,
});

/** How the specs of kinds that are not in a CRD of Istio or the Gateway API are read, by `group/Kind`. */
export const KUBERNETES_SPECS: ReadonlyMap<string, Schema> = new Map<string, Schema>([
  [
    'core/Service',
    object({
      type: text,
      clusterIP: text,
      externalName: text,
      selector: texts,
      ports: list(
        object({
          name: text,
          port: whole,
          targetPort: { 'x-kubernetes-int-or-string': true },
          nodePort: whole,
          protocol: text,
          appProtocol: text,
        }),
      ),
    }),
  ],
  ['core/Pod', pod],
  ['apps/Deployment', templated],
  ['apps/StatefulSet', templated],
  ['apps/DaemonSet', templated],
  ['apps/ReplicaSet', templated],
  ['batch/Job', templated],
  ['argoproj.io/Rollout', templated],
  ['core/ReplicationController', templated],
  ['apps.openshift.io/DeploymentConfig', templated],
  ['apps.kruise.io/CloneSet', templated],
  ['apps.kruise.io/StatefulSet', templated],
  ['apps.kruise.io/DaemonSet', templated],
  ['serving.knative.dev/Service', templated],
  ['batch/CronJob', object({ jobTemplate: object({ spec: templated }) })],
]);

/** Kinds that belong to no namespace, as far as they are read. */
export const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
  'core/Namespace',
  'core/Node',
  'core/PersistentVolume',
  'gateway.networking.k8s.io/GatewayClass',
  'cert-manager.io/ClusterIssuer',
  'external-secrets.io/ClusterExternalSecret',
  'rbac.authorization.k8s.io/ClusterRole',
  'rbac.authorization.k8s.io/ClusterRoleBinding',
  'apiextensions.k8s.io/CustomResourceDefinition',
  'apiregistration.k8s.io/APIService',
  'admissionregistration.k8s.io/MutatingWebhookConfiguration',
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
]);
