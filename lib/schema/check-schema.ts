import type { Reporter } from '../checks/check';
import { nearest } from '../core/unknown-field';
import type { MeshContext } from '../mesh/mesh-context';
import type { Manifest, MeshObject } from '../mesh/mesh-object';
import type { Checker, Run } from './compile/checker';
import { compileSchema } from './compile/compile-schema';
import { minorOf } from './compile/release';
import type { KindSchema } from './kind-schema';
import { kindSchema, knownKinds } from './kind-schema';
import { checkMetadata } from './metadata';
import type { Violation } from './violation';
import { CODE } from './violation';

/** The API server's verdict on one object: all that it would refuse it for. */
export function checkSchema(object: MeshObject, report: Reporter, context: MeshContext): void {
  violationsOf(object, context).forEach((violation) => report({ ...violation, object }));
}

export function violationsOf(object: MeshObject, context: MeshContext): Violation[] {
  const violations: Violation[] = [];
  const run: Run = {
    minor: minorOf(context.istioVersion),
    report: (code, path, message, fix) => violations.push({ code, path, message, fix }),
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

/** Kinds that only the experimental channel of the Gateway API has. */
const EXPERIMENTAL: ReadonlySet<string> = new Set(['TCPRoute', 'UDPRoute']);

function checkGroup({ group, kind }: MeshObject, run: Run): void {
  const known = knownKinds(group);
  if (known === undefined) {
    return;
  }
  const close = nearest(kind, [...known]);
  const [where, fix] = EXPERIMENTAL.has(kind)
    ? [
        'the standard channel of the Gateway API',
        'Install the experimental channel of the Gateway API, or route by another kind.',
      ]
    : [group, close === undefined ? `Write one of ${known.join(', ')}.` : `Write ${close}.`];
  run.report(CODE.kind, 'kind', `${kind} is not a kind of ${where}. The API server refuses the object.`, fix);
}

function checkVersion({ group, version, kind }: MeshObject, { versions, since }: KindSchema, run: Run): boolean {
  if (since !== undefined && minorOf(since) > run.minor) {
    const message = `${kind} came with Istio ${since}, and the mesh has Istio 1.${run.minor}, whose API server refuses the object.`;
    run.report(CODE.kind, 'kind', message, `Upgrade to Istio ${since} first.`);
  }
  if (versions.includes(version)) {
    return true;
  }
  const message = `The API server does not serve ${kind} in ${group}/${version}, and refuses the object.`;
  run.report(CODE.version, 'apiVersion', message, `Write apiVersion: ${group}/${versions[0]}.`);
  return false;
}

const roots = new Map<KindSchema, Checker>();
const META = ['apiVersion', 'kind', 'metadata', 'status'];

/** The checker of a whole object: what the API server itself looks after is left out. */
function rootChecker(kind: KindSchema): Checker {
  let checker = roots.get(kind);
  if (checker === undefined) {
    const check = compileSchema({ ...kind.schema, title: kind.kind });
    checker = (manifest, _path, run) => {
      const entries = Object.entries(manifest as Manifest).filter(([name]) => !META.includes(name));
      return check(Object.fromEntries(entries), '', run);
    };
    roots.set(kind, checker);
  }
  return checker;
}
