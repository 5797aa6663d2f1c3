import { Mesh } from '../mesh/reading/mesh';
import { DataSet } from '../mesh/reading/data-map';
import type { MeshContext } from '../mesh/reading/mesh-context';
import type { Manifest } from '../mesh/reading/mesh-object';
import type { MeshObject } from '../mesh/reading/mesh-object';
import { violationsOf } from '../schema/check-schema';
import { otherAlternatives, saidOfBoth } from './alternatives';
import { CODES } from './catalogue';
import type { Check, Report, Reporter } from './check';
import { Severity } from '../core/severity';
import type { Finding, FindingSource } from './finding';
import { findingObject } from './finding-object';
import { ISTIO_CHECKS } from './istio';
import { KIALI_CHECKS } from './kiali';
import { RUNTIME_CHECKS } from './runtime';
import { duplicateObjects } from './runtime/duplicate-objects';
import { saidInAll } from './variants/said-in-all';
import { sortDuplicates } from './variants/sort-duplicates';
import { duplicateReports } from './variants/variant-reports';
import type { Variants } from './variants/variants';
import { worldsOf } from './variants/worlds';
import { WEBHOOK_CHECKS } from './webhook';
import { checkConversion } from './webhook/conversion';
import { WebhookVerdict } from './webhook/webhook-check';

/** The checks that look at several objects together. */
export const MESH_CHECKS: readonly Check[] = [...ISTIO_CHECKS, ...KIALI_CHECKS, ...RUNTIME_CHECKS];

const WEBHOOK = new Map(WEBHOOK_CHECKS.map((check) => [check.kind as string, check]));

/** A finding, with the object that it is about. */
export interface Found {
  readonly finding: Finding;
  readonly object: MeshObject;
  /** The manifests of its related objects, in their order. */
  readonly related: readonly Manifest[];
}

/** All that is to be said of manifests that each have `apiVersion` and `kind`. */
export function runChecks(
  manifests: readonly Manifest[],
  externals: readonly Manifest[] = [],
  context: Partial<MeshContext> = {},
  variants?: Variants,
): Found[] {
  return checkMesh(new Mesh(manifests, externals, context), manifests, externals, variants);
}

/** The same of a mesh that was made of these manifests. */
export function checkMesh(
  mesh: Mesh,
  manifests: readonly Manifest[],
  externals: readonly Manifest[],
  variants?: Variants,
): Found[] {
  const reports: Report[] = [];
  const report: Reporter = (each) => {
    if (!each.object.external) {
      reports.push(each);
    }
  };
  for (const object of [...mesh.objects.filter(({ external }) => !external), ...mesh.replaced, ...mesh.nameless]) {
    checkAlone(object, mesh, report);
  }
  reports.push(...checkTogether(mesh, manifests, externals, variants));
  return inOrder(
    unique(reports).map((each) => foundOf(each, mesh.context)),
    manifests,
  );
}

/** What the API server and Istio's webhook say of one object. */
function checkAlone(object: MeshObject, mesh: Mesh, report: Reporter): void {
  for (const violation of violationsOf(object, mesh.context.istioVersion)) {
    report({ ...violation, object });
  }
  const webhook = WEBHOOK.get(object.id);
  const verdict = new WebhookVerdict(object, report);
  if (webhook !== undefined && checkConversion(object, verdict)) {
    webhook.run(object, verdict, mesh);
  }
}

/** The objects that do not come into the cluster as they are, each with the first reason. */
export function refusedObjects(mesh: Mesh): readonly Found[] {
  return mesh.objects
    .filter(({ external }) => !external)
    .flatMap((object) => {
      const reports: Report[] = [];
      checkAlone(object, mesh, (each) => reports.push(each));
      const [first] = reports
        .map((each) => foundOf(each, mesh.context))
        .filter(({ finding: { severity } }) => severity === Severity.ERROR);
      return first === undefined ? [] : [first];
    });
}

/** In the order of the manifests, and of the paths and codes in each. */
export function inOrder(found: readonly Found[], manifests: readonly Manifest[]): Found[] {
  const order = new Map(manifests.map((manifest, i) => [manifest, i]));
  return [...found].sort(
    (a, b) =>
      order.get(a.object.manifest)! - order.get(b.object.manifest)! ||
      compare(a.finding.path, b.finding.path) ||
      compare(a.finding.code, b.finding.code),
  );
}

export function foundOf(report: Report, context: MeshContext): Found {
  return {
    finding: finding(report, context),
    object: report.object,
    related: (report.related ?? []).map(({ object }) => object.manifest),
  };
}

/** What the checks say that look at several objects together, as far as it holds whichever manifest for an object is applied. */
function checkTogether(
  mesh: Mesh,
  manifests: readonly Manifest[],
  externals: readonly Manifest[],
  variants: Variants | undefined,
): Report[] {
  if (mesh.replaced.length === 0) {
    return meshReports(mesh);
  }
  const isDuplicate = ({ code }: Report): boolean => code in duplicateObjects.codes;
  const reportsOf = (some: readonly Manifest[]): Report[] => {
    const inOrder = new Mesh(some, externals, mesh.context);
    const reports = meshReports(inOrder).filter((report) => !isDuplicate(report));
    return inOrder.replaced.length === 0
      ? reports
      : saidOfBoth(reports, meshReports(new Mesh(otherAlternatives(some), externals, mesh.context)));
  };
  if (variants === undefined) {
    const duplicates: Report[] = [];
    duplicateObjects.run(mesh, (report) => duplicates.push(report));
    return [...duplicates, ...reportsOf(manifests)];
  }
  const objects = new Map([...mesh.objects, ...mesh.replaced].map((object) => [object.manifest, object]));
  const sorted = sortDuplicates(manifests, variants);
  return [
    ...duplicateReports(sorted, { relation: (one, other) => variants.relation(one, other) }, (manifest) =>
      objects.get(manifest)!,
    ),
    ...withoutAlternatives(saidInAll(manifests, worldsOf(manifests, variants, sorted.apart), reportsOf), variants),
  ];
}

/** Without what is said of two steps or alternatives of one folder, which were perhaps never meant for each other, by whatever code. */
function withoutAlternatives(reports: readonly Report[], variants: Variants): Report[] {
  const placeOf = ({ object, path }: Report): unknown[] => [object.id, object.key, path];
  const places = new DataSet<unknown[]>();
  for (const report of reports) {
    const unit = variants.unitOf(report.object.manifest);
    const isOfTwo = report.related?.some(({ object }) => {
      const other = variants.unitOf(object.manifest);
      return unit !== undefined && other !== undefined && variants.relation(unit, other) === 'alternative';
    });
    if (isOfTwo) {
      places.add(placeOf(report));
    }
  }
  return reports.filter((report) => !places.has(placeOf(report)));
}

function meshReports(mesh: Mesh): Report[] {
  const reports: Report[] = [];
  for (const check of MESH_CHECKS.filter(({ codes }) =>
    Object.keys(codes).some((code) => isWanted(code, mesh.context)),
  )) {
    check.run(mesh, (each) => {
      if (!each.object.external) {
        reports.push(each);
      }
    });
  }
  return reports;
}

/** Whether the settings, or nothing at all, ask for a code. */
export function isWanted(code: string, { include }: MeshContext): boolean {
  return CODES.get(code)?.onRequest !== true || include.includes(code);
}

function finding(report: Report, context: MeshContext): Finding {
  const { code, object, path, message, fix, severity, absence, note, related = [] } = report;
  const info = CODES.get(code)!;
  const said = note ? 'info' : (severity ?? info.severity);
  return {
    code,
    severity: (absence && context.world === 'open' && said === 'error' ? 'warning' : said) as Severity,
    source: info.source as FindingSource,
    message,
    fix,
    object: findingObject(object),
    path,
    ...(related.length > 0 && {
      related: related.map((each) => ({ object: findingObject(each.object), path: each.path ?? '' })),
    }),
  };
}

function unique(reports: Report[]): Report[] {
  const seen = new Map<MeshObject, Set<string>>();
  return reports.filter(({ code, object, path, message }) => {
    const key = `${code} ${path} ${message}`;
    const known = seen.get(object) ?? new Set();
    seen.set(object, known);
    return !known.has(key) && known.add(key);
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
