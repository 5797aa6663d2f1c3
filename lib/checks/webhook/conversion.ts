import type { Misfit } from '../../mesh/reading/decode';
import { isObject } from '../../core/is-object';
import { decode } from '../../mesh/reading/decode';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { Schema } from '../../schema/kind-schema';
import { nearestFix } from '../../schema/words';
import type { WebhookVerdict } from './webhook-check';

const KEYS = ['apiVersion', 'kind', 'metadata', 'spec', 'status'];

const text: Schema = { type: 'string' };
const whole: Schema = { type: 'integer' };
const texts: Schema = { type: 'object', additionalProperties: text };
const yesOrNo: Schema = { type: 'boolean' };

/** The metadata of all objects, as far as its types go. */
const METADATA: Schema = {
  type: 'object',
  properties: {
    name: text,
    generateName: text,
    namespace: text,
    labels: texts,
    annotations: texts,
    selfLink: text,
    uid: text,
    resourceVersion: text,
    generation: whole,
    creationTimestamp: text,
    deletionTimestamp: text,
    deletionGracePeriodSeconds: whole,
    finalizers: { type: 'array', items: text },
    ownerReferences: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          apiVersion: text,
          kind: text,
          name: text,
          uid: text,
          controller: yesOrNo,
          blockOwnerDeletion: yesOrNo,
        },
      },
    },
  },
};

const TIMES = ['creationTimestamp', 'deletionTimestamp'];
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([.,]\d+)?(Z|[+-]\d\d:\d\d)$/;

const DRY_RUN = 'istio.io/dry-run';
const BOOLEANS = ['1', 't', 'T', 'TRUE', 'true', 'True', '0', 'f', 'F', 'FALSE', 'false', 'False'];
/** What istiod keeps for itself. */
const INTERNAL = [
  'internal.istio.io/webhook-always-reject',
  'internal.istio.io/parent-namespace',
  'internal.istio.io/parents',
];

/**
 * What the webhook says of an object whatever its kind.
 *
 * @returns whether istiod can read the object; if not, the webhook looks at nothing else
 */
export function checkConversion(object: MeshObject, verdict: WebhookVerdict): boolean {
  const misfits: Misfit[] = [];
  const metadata = decode(METADATA, object.manifest.metadata, 'metadata', misfits) as
    Record<string, unknown> | undefined;
  for (const name of TIMES) {
    const time = metadata?.[name];
    if (typeof time === 'string' && !(TIME.test(time) && Number.isFinite(Date.parse(time)))) {
      const path = `metadata.${name}`;
      misfits.push({ path, message: `"${time}" is not a time.`, fix: `Remove ${name}: Kubernetes writes it.` });
    }
  }
  for (const { path, message, fix } of [...misfits, ...object.misfits]) {
    verdict.error(path, `${message} Istio cannot read the object, and its webhook rejects it.`, fix);
  }
  for (const key of Object.keys(object.manifest).filter((known) => !KEYS.includes(known))) {
    verdict.error(
      key,
      `${key} is not a field of ${object.kind}: Istio's webhook rejects the object.`,
      nearestFix(key, KEYS),
    );
  }
  if (misfits.length + object.misfits.length > 0) {
    return false;
  }
  checkAnnotations(object, verdict);
  return true;
}

function checkAnnotations(object: MeshObject, verdict: WebhookVerdict): void {
  const { metadata } = object.manifest;
  const annotations = isObject(metadata) && isObject(metadata.annotations) ? metadata.annotations : {};
  for (const name of INTERNAL.filter((internal) => annotations[internal] !== undefined)) {
    const message = `The annotation ${name} is for istiod alone: its webhook rejects the object.`;
    verdict.error(`metadata.annotations.${name}`, message, 'Remove the annotation.');
  }
  const given = annotations[DRY_RUN];
  if (given !== undefined) {
    dryRunProblem(object, typeof given === 'string' ? given : '', (message, fix) =>
      verdict.error(`metadata.annotations.${DRY_RUN}`, `${message} Istio's webhook rejects the object.`, fix),
    );
  }
}

function dryRunProblem(object: MeshObject, given: string, say: (message: string, fix: string) => void): void {
  if (object.id !== 'security.istio.io/AuthorizationPolicy') {
    say(`Only an AuthorizationPolicy can have the annotation ${DRY_RUN}.`, 'Remove the annotation.');
    return;
  }
  const { action = 'ALLOW' } = (object as MeshObject<'security.istio.io/AuthorizationPolicy'>).spec;
  if (action !== 'ALLOW' && action !== 'DENY') {
    const message = `The annotation ${DRY_RUN} only works for the actions ALLOW and DENY, but this policy has ${action}.`;
    say(message, 'Remove the annotation, or write action: ALLOW or DENY.');
  } else if (!BOOLEANS.includes(given)) {
    say(`The annotation ${DRY_RUN} is "${given}", but must be "true" or "false".`, 'Write "true" or "false".');
  }
}
