import { INJECTION, injectionValue } from '../istio/data-plane-labels';
import { labelProblem } from '../core/labels';
import { show } from '../core/problems';
import { dnsLabelProblem, objectNameProblem } from '../kubernetes/names';
import { isObject } from '../core/is-object';
import type { Subject } from './subject';
import type { Run } from './compile/checker';
import type { KindSchema } from './kind-schema';
import { CODE } from './violation';
import { nearestFix } from './words';

const FIELDS = [
  'name',
  'generateName',
  'namespace',
  'labels',
  'annotations',
  'finalizers',
  'ownerReferences',
  'creationTimestamp',
  'deletionGracePeriodSeconds',
  'deletionTimestamp',
  'generation',
  'managedFields',
  'resourceVersion',
  'selfLink',
  'uid',
];

/** Bytes of all annotations together. */
const ANNOTATIONS = 256 * 1024;

/** What the API server says of metadata, whatever the kind. Names have the same form for all kinds that are made by CRDs. */
export function checkMetadata({ manifest, group }: Subject, kind: KindSchema | undefined, run: Run): void {
  const metadata = isObject(manifest.metadata) ? manifest.metadata : {};
  const say = (path: string, message: string, fix: string): void =>
    run.report(CODE.metadata, `metadata.${path}`, `${message} The API server rejects the object.`, fix);
  const { name, generateName, namespace } = metadata;
  for (const field of mayBeOther(group) ? [] : Object.keys(metadata).filter((known) => !FIELDS.includes(known))) {
    say(field, `${field} is not a field of metadata.`, nearestFix(field, FIELDS));
  }
  // What has no name at all is told before, whatever the kind.
  for (const field of ['name', 'generateName', 'namespace']) {
    const value = metadata[field];
    if (value !== undefined && value !== null && typeof value !== 'string') {
      say(field, `This is ${show(value)}, and the field takes a string.`, 'Write a string.');
    }
  }
  if (kind !== undefined && typeof name === 'string' && name !== '') {
    split(objectNameProblem(name), (message, fix) => say('name', message, fix));
  }
  if (kind !== undefined && name === undefined && typeof generateName === 'string') {
    split(objectNameProblem(generateName.replace(/-$/, 'a')), (message, fix) => say('generateName', message, fix));
  }
  if (typeof namespace === 'string' && namespace !== '') {
    if (kind?.clusterScoped) {
      say('namespace', `${kind.kind} is cluster-scoped and has no namespace.`, 'Remove namespace.');
    } else {
      split(dnsLabelProblem(namespace, 'a namespace'), (message, fix) => say('namespace', message, fix));
    }
  }
  checkTexts('labels', metadata.labels, labelProblem, say);
  checkTexts('annotations', metadata.annotations, (key) => labelProblem(key.toLowerCase(), ''), say);
  const size = isObject(metadata.annotations) ? sizeOf(metadata.annotations) : 0;
  if (size > ANNOTATIONS) {
    say(
      'annotations',
      `The annotations have ${size} bytes in total, but at most ${ANNOTATIONS} are allowed.`,
      'Shorten them.',
    );
  }
}

/** Whether an object may be the file of some tool that writes apiVersion, kind and metadata as Kubernetes does, such as eksctl. */
function mayBeOther(group: string): boolean {
  return !/^(?:|apps|autoscaling|batch|extensions|policy|(?:.*\.)?(?:k8s|istio)\.io)$/.test(group);
}

type Say = (path: string, message: string, fix: string) => void;

function checkTexts(
  field: string,
  given: unknown,
  problem: (key: string, value: string) => string | undefined,
  say: Say,
): void {
  if (given === undefined || given === null) {
    return;
  }
  if (!isObject(given)) {
    say(field, `This is ${show(given)}, and the field takes an object.`, `Write ${field} as key: value.`);
    return;
  }
  for (const key of Object.keys(given)) {
    const value = given[key];
    if (typeof value === 'string') {
      const wrong = problem(key, value);
      if (wrong !== undefined) {
        say(`${field}.${key}`, wrong, 'Write it in that form.');
      }
    } else if (value !== null && value !== undefined) {
      const scalar = typeof value === 'number' || typeof value === 'boolean';
      const quoted = scalar ? `Write it in quotes: "${value}".` : 'Write a string.';
      // In quotes it would be a string that the injector does not know.
      const fix = key === INJECTION && typeof value === 'boolean' ? `Write ${key}: ${injectionValue(value)}.` : quoted;
      say(`${field}.${key}`, `This is ${show(value)}, and the field takes a string.`, fix);
    }
  }
}

/** A sentence of what is wrong, and one of what to write, where there are two. */
function split(problem: string | undefined, say: (message: string, fix: string) => void): void {
  if (problem !== undefined) {
    const at = problem.lastIndexOf(' Write ');
    say(at < 0 ? problem : problem.slice(0, at), at < 0 ? 'Write it in that form.' : problem.slice(at + 1));
  }
}

function sizeOf(texts: Record<string, unknown>): number {
  return Object.entries(texts).reduce(
    (sum, [key, value]) => sum + Buffer.byteLength(key) + (typeof value === 'string' ? Buffer.byteLength(value) : 0),
    0,
  );
}
