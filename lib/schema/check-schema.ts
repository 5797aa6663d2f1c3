import { nearest } from '../core/unknown-field';
import type { Checker, Run } from './compile/checker';
import { compileSchema } from './compile/compile-schema';
import { minorOf } from './compile/release';
import { EXPERIMENTAL } from './experimental';
import type { KindSchema, Schema } from './kind-schema';
import { kindSchema, knownKinds } from './kind-schema';
import { checkMetadata } from './metadata';
import type { Subject } from './subject';
import type { Violation } from './violation';
import { CODE } from './violation';

/**
 * The API server's verdict on one object: all that it would reject it for, at once.
 *
 * @param istioVersion the release that the cluster has: `1.31`
 */
export function violationsOf(object: Subject, istioVersion: string): Violation[] {
  const violations: Violation[] = [];
  const run: Run = {
    minor: minorOf(istioVersion),
    report: (code, path, message, fix, more) => violations.push({ code, path, message, fix, ...more }),
  };
  const kind = kindSchema(object.group, object.kind);
  checkMetadata(object, kind, run);
  if (kind === undefined) {
    checkGroup(object, run);
  } else if (checkVersion(object, kind, run)) {
    rootChecker(kind)(object.manifest, '', run);
  }
  return violations;
}

/** Groups that Istio gave up: since which release, and what took their place. */
const REMOVED: ReadonlyMap<string, readonly [since: string, fix: string]> = new Map([
  ['authentication.istio.io', ['1.6', 'Write PeerAuthentication and RequestAuthentication of security.istio.io.']],
  ['rbac.istio.io', ['1.6', 'Write AuthorizationPolicy of security.istio.io.']],
  [
    'config.istio.io',
    ['1.8', 'Write VirtualService for routes, and Telemetry, WasmPlugin or AuthorizationPolicy for what Mixer did.'],
  ],
]);

function checkGroup({ group, kind }: Subject, run: Run): void {
  const removed = REMOVED.get(group);
  if (removed !== undefined) {
    const [since, fix] = removed;
    const message = `Istio ${since} removed ${kind} of ${group}. The API server rejects the object or, if it still has the CustomResourceDefinition of an old release, stores it and nothing reads it.`;
    run.report(CODE.kind, 'kind', message, fix);
  }
  const known = knownKinds(group);
  if (known === undefined) {
    return;
  }
  const close = nearest(kind, [...known]);
  if (EXPERIMENTAL.hasKind(kind)) {
    const message = `${kind} is not a kind of the standard channel of the Gateway API 1.5. An API server that has only that rejects the object.`;
    run.report(
      CODE.kind,
      'kind',
      message,
      `${EXPERIMENTAL.install} or a later release of it (Istio 1.31 reads TCPRoute from Gateway API 1.6 on), or route by another kind.`,
      { absence: true },
    );
    return;
  }
  const fix = close === undefined ? `Write one of ${known.join(', ')}.` : `Write ${close}.`;
  run.report(CODE.kind, 'kind', `${kind} is not a kind of ${group}. The API server rejects the object.`, fix);
}

function checkVersion({ group, version, kind }: Subject, { versions, since }: KindSchema, run: Run): boolean {
  if (since !== undefined && minorOf(since) > run.minor) {
    const message = `${kind} came with Istio ${since}, but the mesh has Istio 1.${run.minor}: the API server rejects the object.`;
    run.report(CODE.kind, 'kind', message, `Upgrade to Istio ${since} first.`);
  }
  if (versions.includes(version)) {
    return true;
  }
  const fix = `Write apiVersion: ${group}/${versions[0]}.`;
  if (EXPERIMENTAL.hasVersion(kind, version)) {
    const message = `The standard channel of the Gateway API does not serve ${kind} in ${group}/${version}. An API server that has only that rejects the object.`;
    run.report(CODE.version, 'apiVersion', message, fix, { absence: true });
  } else {
    const message = `The API server does not serve ${kind} in ${group}/${version}, and rejects the object.`;
    run.report(CODE.version, 'apiVersion', message, fix);
  }
  return false;
}

const roots = new Map<KindSchema, Checker>();
/** What is often written beside metadata, or in the spec. */
const METADATA: Schema = {
  type: 'object',
  properties: {
    name: { type: 'string' },
    namespace: { type: 'string' },
    labels: { type: 'object' },
    annotations: { type: 'object' },
  },
};
const META = ['apiVersion', 'kind', 'metadata', 'status'];

/** The checker of a whole object: what the API server itself looks after is left out. */
function rootChecker(kind: KindSchema): Checker {
  let checker = roots.get(kind);
  if (checker === undefined) {
    const schema = { ...kind.schema, title: kind.kind };
    const check = compileSchema(schema);
    const whole = { ...schema, properties: { ...schema.properties, metadata: METADATA } };
    checker = (manifest, _path, run) => {
      const entries = Object.entries(manifest as Subject['manifest']).filter(([name]) => !META.includes(name));
      return check(Object.fromEntries(entries), '', { ...run, root: { schema: whole, value: manifest } });
    };
    roots.set(kind, checker);
  }
  return checker;
}
