import { isObject } from '../core/is-object';
import type { Manifest } from '../mesh/mesh-object';
import { CODES } from './catalogue';
import type { Finding } from './finding';

/** A finding, with the manifest that it is about. */
export interface Located {
  readonly finding: Finding;
  /** As it was given; anything at all where it is no Kubernetes object. */
  readonly given: unknown;
}

/** Values, sorted into Kubernetes objects that can be checked and findings about all others. */
interface Intake {
  /** With those of lists (`kind: List`) one by one. */
  readonly manifests: Manifest[];
  readonly findings: Located[];
}

/** Takes whatever was given for manifests. Documents that are empty are left out. */
export function takeIn(values: readonly unknown[]): Intake {
  const intake: Intake = { manifests: [], findings: [] };
  for (const value of values) {
    takeOne(value, intake);
  }
  return intake;
}

function takeOne(value: unknown, intake: Intake): void {
  if (value === undefined || value === null) {
    return;
  }
  if (!isObject(value)) {
    refuse(intake, value, '', 'CDI0001', `This is ${describe(value)} and not a Kubernetes object.`);
    return;
  }
  const { apiVersion, kind, metadata, items } = value;
  const wrong = (['apiVersion', 'kind'] as const).flatMap((field) => {
    const given = value[field];
    const what = given === undefined ? 'is missing' : `is ${describe(given)}`;
    return typeof given === 'string' && given !== '' ? [] : [{ field, text: `${field} ${what}` }];
  });
  if (wrong.length > 0) {
    const texts = wrong.map(({ text }) => text).join(' and ');
    refuse(intake, value, wrong[0].field, 'CDI0001', `${texts}, so nobody knows what object this is.`);
  }
  if (typeof apiVersion !== 'string' || apiVersion === '' || typeof kind !== 'string' || kind === '') {
    return;
  }
  if (apiVersion.startsWith('kustomize.config.k8s.io/')) {
    // It stands in folders of manifests, and is not for the cluster.
    return;
  }
  if (kind.endsWith('List') && Array.isArray(items)) {
    items.forEach((item) => takeOne(item, intake));
    return;
  }
  const { name, generateName } = isObject(metadata) ? metadata : {};
  // The API server makes up the rest of a generated name.
  const known = name ?? generateName;
  if (typeof known === 'string' && known !== '') {
    intake.manifests.push(value);
  } else {
    const what = name === undefined ? 'is missing' : `is ${describe(name)}`;
    refuse(intake, value, 'metadata.name', 'CDI0002', `metadata.name ${what}, so the object cannot be applied.`);
  }
}

function refuse(intake: Intake, given: unknown, path: string, code: string, message: string): void {
  const { severity, source, remedy } = CODES.get(code)!;
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const { apiVersion, kind, metadata } = isObject(given) ? given : {};
  const { name, namespace } = isObject(metadata) ? metadata : {};
  const object = {
    apiVersion: text(apiVersion),
    kind: text(kind),
    namespace: text(namespace) || 'default',
    name: text(name),
  };
  intake.findings.push({ given, finding: { code, severity, source, message, fix: remedy, object, path } });
}

function describe(value: unknown): string {
  if (value === null) {
    return 'null';
  }
  if (Array.isArray(value)) {
    return 'a list';
  }
  if (value === '') {
    return 'empty';
  }
  if (typeof value === 'function') {
    return 'a function';
  }
  const text = typeof value === 'object' ? 'an object' : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
