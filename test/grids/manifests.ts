import type { Manifest } from '../../lib/mesh/reading/mesh-object';

type Texts = Record<string, string>;

/** Short ways to write the Kubernetes objects that cases of analyzers are made of. All are in the namespace `shop`. */
export interface Of {
  readonly namespace?: string;
  readonly labels?: Texts;
  readonly annotations?: Texts;
}

export interface Pods {
  readonly labels?: Texts;
  readonly annotations?: Texts;
  readonly spec?: object;
}

export const namespace = (name: string, labels: Texts = {}, annotations: Texts = {}): Manifest => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels, annotations },
});

/** The namespace `shop`, with injection. */
export const SHOP = namespace('shop', { 'istio-injection': 'enabled' });

export const object = (apiVersion: string, kind: string, name: string, spec: object, of: Of = {}): Manifest => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'shop', ...of },
  spec,
});

const CONTAINERS = [{ name: 'app', image: 'registry.example.com/app:1' }];

/** A Deployment or another kind with a pod template, whose pods have the label `app` with its name. */
export const workload = (name: string, pods: Pods = {}, of: Of = {}, kind: string = 'Deployment'): Manifest => {
  const { labels, annotations, spec } = pods;
  const metadata = { labels: labels ?? { app: name }, annotations };
  const template = { metadata, spec: { containers: CONTAINERS, ...spec } };
  const batch = kind === 'Job' || kind === 'CronJob';
  return object(
    batch ? 'batch/v1' : 'apps/v1',
    kind,
    name,
    kind === 'CronJob' ? { jobTemplate: { spec: { template } } } : { template },
    of,
  );
};

export const pod = (name: string, spec: object = {}, of: Of = {}): Manifest =>
  object('v1', 'Pod', name, { containers: CONTAINERS, ...spec }, { labels: { app: name }, ...of });

export const service = (name: string, ports: object[], spec: object = {}, of: Of = {}): Manifest =>
  object('v1', 'Service', name, { selector: { app: name }, ports, ...spec }, of);
