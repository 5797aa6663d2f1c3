import { checkAll } from '../checks/check-manifests';
import type { Finding } from '../checks/finding';
import { FindingSource } from '../checks/finding';
import type { Located } from '../checks/intake';
import { severitiesFrom, Severity } from '../core/severity';
import type { Loaded } from '../load/load';
import { load } from '../load/load';
import { KINDS_WITHOUT_SCHEMA } from '../mesh/reading/kind';
import type { Manifest } from '../mesh/reading/mesh-object';
import { findingObject } from '../checks/finding-object';
import { MeshObject } from '../mesh/reading/mesh-object';
import type { CheckReport } from '../report/check-report';
import { countBySeverity, summaryOf } from '../report/check-report';
import { jsonReport } from '../report/json';
import { junitReport } from '../report/junit';
import { sarifReport } from '../report/sarif';
import { shownFindings, textSummary } from '../report/text';
import { kindSchema } from '../schema/kind-schema';
import type { Options } from './options';
import { relative } from './relative-path';
import { notesOf, readSettingsFile } from './settings-file';

/** What the command says and ends with. */
export interface Outcome {
  /** The report, part by part. */
  readonly text: Iterable<string>;
  readonly code: number;
  /** One sentence or two. */
  readonly summary: string;
}

interface Surroundings {
  readonly color: boolean;
  /** Of this package. */
  readonly version: string;
  readonly stdin: () => Buffer;
}

export function check(options: Options, { color, version, stdin }: Surroundings): Outcome {
  const { settings, failOn, unreadable: aside } = readSettingsFile(options, stdin);
  const loaded = load(options.paths, stdin);
  const { findings: located, manifests, suppressed, unused } = checkAll(loaded.manifests, settings, loaded.layout);
  const holds = saidOfBuilt(located, settings, loaded);
  const sources = new Map<Finding, string>();
  const findings = withRelated(located, loaded).map((each, i) =>
    place(asApplied(each, loaded, holds(located[i])), each.given, loaded, sources),
  );
  const { istioVersion: from = '', upgradeTo } = settings.context;
  const report: CheckReport = {
    ...(upgradeTo !== undefined && { upgrade: { from, to: upgradeTo } }),
    findings,
    objects: manifests.length,
    // Only one of the formats names the objects, and there may be many.
    get checked() {
      return manifests.map((manifest) => {
        return { object: findingObject(new MeshObject(manifest)), file: fileOf(loaded, manifest) };
      });
    },
    unknownKinds: unknownKinds(manifests),
    suppressed,
    unused,
    notes: notesOf(settings),
    leftOut: loaded.leftOut.map(({ file, reason }) => ({ file: relative(file), reason })),
    unreadable: [...aside, ...loaded.unreadable].map((each) => ({ ...each, file: relative(each.file) })),
  };
  const isUnreadable = report.unreadable.length > 0;
  const counted = options.format === 'text' ? shownFindings(findings) : findings;
  return {
    text: write(report, { ...options, failOn }, { color, version, sources }),
    code: isUnreadable ? 2 : findings.some(failsAt(failOn)) ? 1 : 0,
    summary: `${summaryOf(countBySeverity(counted), report)}${isUnreadable ? ' Not everything could be read.' : ''}`,
  };
}

function write(
  report: CheckReport,
  { format, failOn }: { readonly format: Options['format']; readonly failOn: Severity },
  { color, version, sources }: { color: boolean; version: string; sources: Map<Finding, string> },
): Iterable<string> {
  switch (format) {
    case 'json':
      return jsonReport(report);
    case 'sarif':
      return sarifReport(report, version);
    case 'junit':
      return junitReport(report, failsAt(failOn));
    case 'text':
      return textSummary(report, { color, sourceLine: (finding) => sources.get(finding) });
  }
}

/** Whether what is said of files also holds of what kustomizations make of them. */
function saidOfBuilt(
  located: readonly Located[],
  settings: Parameters<typeof checkAll>[1],
  loaded: Loaded,
): (said: Located) => boolean {
  const built = loaded.built;
  if (built.size === 0 || located.every(({ finding: { severity } }) => severity === Severity.INFO)) {
    return () => true;
  }
  const { layout } = loaded;
  const { findings } = checkAll([...built.keys()], settings, {
    unitOf: (value) => layout.unitOf(built.get(value) ?? value),
    relation: (one, other) => layout.relation(one, other),
  });
  const known = new Map<unknown, Set<string>>();
  for (const { finding, given } of findings) {
    const origin = built.get(given) ?? given;
    known.set(origin, (known.get(origin) ?? new Set()).add(keyOf(finding)));
  }
  return ({ finding, given }) => isOfOneObject(finding) || known.get(given)?.has(keyOf(finding)) === true;
}

/** A patch may move the items of a list. */
function keyOf({ code, path }: Finding): string {
  return `${code} ${path.replace(/\d+/g, '')}`;
}

/** Whether it is said of an object whatever others there are. */
function isOfOneObject({ source }: Finding): boolean {
  return source === FindingSource.SCHEMA || source === FindingSource.WEBHOOK;
}

/** What is said of values that are not the ones that are applied, or of an object in a namespace that is a guess. */
function asApplied({ finding, given, related }: Located, loaded: Loaded, holdsOfBuilt: boolean): Finding {
  const { severity, object, path: field } = finding;
  const softened = (to: Severity, reason: string): Finding => ({
    ...finding,
    severity: to,
    message: `${finding.message} ${reason}`,
  });
  if (severity !== Severity.INFO && loaded.isFilledIn(given, field)) {
    return softened(Severity.INFO, 'A kustomization changes this: what is in the file was checked.');
  }
  if (severity !== Severity.INFO && !holdsOfBuilt) {
    return softened(
      Severity.INFO,
      'With the patches, labels and name prefixes of the kustomizations it is not so: what is in the files was checked.',
    );
  }
  if (severity !== Severity.ERROR) {
    return finding;
  }
  const placeholder = loaded.placeholderAt(given, field);
  if (placeholder !== undefined) {
    return softened(
      Severity.WARNING,
      `It is an error unless a tool replaces ${placeholder} before the manifest is applied.`,
    );
  }
  if (isOfOneObject(finding)) {
    return finding;
  }
  const open = loaded.hasOpenNamespace(given)
    ? object
    : finding.related?.find((_, i) => loaded.hasOpenNamespace(related[i]))?.object;
  return open === undefined
    ? finding
    : softened(
        Severity.WARNING,
        `Kustomizations give ${open === object ? 'the object' : `${open.kind} ${open.name}`} different namespaces: it was checked in ${open.namespace}.`,
      );
}

function place(finding: Finding, given: unknown, loaded: Loaded, sources: Map<Finding, string>): Finding {
  const found = loaded.place(given, finding.path);
  if (found === undefined) {
    return finding;
  }
  const { file, line, column, source } = found;
  const placed = { ...finding, file: relative(file), line, column };
  sources.set(placed, source);
  return placed;
}

/** Related objects stand in documents of their own, so all are looked for at once: document by document, not finding by finding. */
function withRelated(located: readonly Located[], loaded: Loaded): Located[] {
  const places = loaded.placeAll(
    located.flatMap(({ finding, related }) =>
      (finding.related ?? []).map(({ path }, i) => ({ value: related[i], path })),
    ),
  );
  let next = 0;
  return located.map((each) => {
    const related = each.finding.related?.map((other) => {
      const found = places[next++];
      return found === undefined
        ? other
        : { ...other, file: relative(found.file), line: found.line, column: found.column };
    });
    return related === undefined ? each : { ...each, finding: { ...each.finding, related } };
  });
}

function failsAt(failOn: Severity): (finding: Finding) => boolean {
  const counted = severitiesFrom(failOn);
  return ({ severity }) => counted.includes(severity);
}

function fileOf(loaded: Loaded, manifest: Manifest): string | undefined {
  const file = loaded.fileOf(manifest);
  return file === undefined ? undefined : relative(file);
}

/** How many there are of each kind that no check knows. */
function unknownKinds(manifests: readonly Manifest[]): Record<string, number> {
  const counts = new Map<string, { readonly first: Manifest; count: number }>();
  for (const manifest of manifests) {
    const name = `${manifest.apiVersion as string} ${manifest.kind as string}`;
    const known = counts.get(name);
    if (known === undefined) {
      counts.set(name, { first: manifest, count: 1 });
    } else {
      known.count++;
    }
  }
  return Object.fromEntries(
    [...counts].flatMap(([name, { first, count }]) => {
      const { id, group, kind } = new MeshObject(first);
      return KINDS_WITHOUT_SCHEMA.has(id) || kindSchema(group, kind) !== undefined ? [] : [[name, count]];
    }),
  );
}
