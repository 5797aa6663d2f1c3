import type { SeverityName } from '../core/severity';
import type { FindingSource } from './finding';
import type { Mesh } from '../mesh/reading/mesh';
import type { MeshObject } from '../mesh/reading/mesh-object';

/** Everything about a code that does not depend on the manifests. Its page in docs/checks is made from it. */
export interface CodeInfo {
  /** In words: `ReferencedResourceNotFound`. */
  readonly name: string;
  readonly severity: SeverityName;
  readonly source: `${FindingSource}`;
  /** One sentence: what is wrong. */
  readonly summary: string;
  /** What happens at run time, and why; one paragraph or more, in Markdown. */
  readonly explanation: string;
  /** How to put it right, in general; one sentence or more. */
  readonly remedy: string;
  /** Where this is known from: pages of documentation, issues. */
  readonly references: readonly string[];
  /** Whether it is looked for only where the settings include it. */
  readonly onRequest?: boolean;
  /** The code of another source that says the same of the same place, if there is one. */
  readonly twin?: string;
  /** The code of what this one follows from: where both are found at one place, or this one is related to the place of that one. */
  readonly follows?: string;
  /** Whether it is said of each of several objects that have one fault in common, and are related to each other. */
  readonly mutual?: boolean;
}

/** Codes, each with what does not depend on the manifests. */
export type Codes = Readonly<Record<string, CodeInfo>>;

/** Another object that a report is about. */
export interface RelatedPlace {
  readonly object: MeshObject;
  /** Where in it; nothing for the object as a whole. */
  readonly path?: string;
}

/** What a check says of one place. */
export interface Report {
  readonly code: string;
  readonly object: MeshObject;
  /** `spec.http[0].route[1].destination.subset` */
  readonly path: string;
  /** What is wrong, with the values that were given, and what will happen. Whole sentences. */
  readonly message: string;
  /** What to write instead, as precisely as it can be known. Whole sentences. */
  readonly fix: string;
  /** The other objects that the message names, as far as they are among the manifests. */
  readonly related?: readonly RelatedPlace[];
  /** Where it differs from that of the code. */
  readonly severity?: SeverityName;
  /**
   * Whether the cause is that something is neither in the manifests nor among the externals, and could be elsewhere: in an open
   * world an error is then only a warning.
   */
  readonly absence?: boolean;
  /**
   * Whether it is a note, in a closed world too, although the one whose words these are says it louder: what is missing is made by
   * something else (the installation of Istio, a HelmRelease), or does no harm.
   */
  readonly note?: boolean;
}

/** What a report says and how severe it is, without the place. */
export type Wording = Pick<Report, 'message' | 'fix' | 'related' | 'severity' | 'absence' | 'note'>;

export type Reporter = (report: Report) => void;

/** Looks at the mesh for mistakes of one sort. */
export interface Check {
  /** The name of its file. */
  readonly name: string;
  /**
   * What says the same elsewhere: analyzers of Istio by their registered names, checkers of Kiali by their files, or the functions of
   * istiod on which the claim rests. Checks of the dialects `istio` and `kiali` always have it.
   */
  readonly mirrors?: readonly string[];
  /** All codes that it may report. */
  readonly codes: Codes;
  run(mesh: Mesh, report: Reporter): void;
}
