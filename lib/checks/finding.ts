import type { Severity } from '../core/severity';

/** What would report a finding later. */
export enum FindingSource {
  /** The API server, by the schema and the CEL rules of the CustomResourceDefinitions. */
  SCHEMA = 'schema',
  /** Istio's validating webhook. */
  WEBHOOK = 'webhook',
  /** `istioctl analyze`. */
  ISTIO = 'istio',
  /** Kiali. */
  KIALI = 'kiali',
  /** Nothing but this library. */
  CDK8S_ISTIO = 'cdk8s-istio',
}

/** The object that a finding is about. */
export interface FindingObject {
  /** `networking.istio.io/v1` */
  readonly apiVersion: string;
  /** `VirtualService` */
  readonly kind: string;
  /** `default` where the object names none; empty for kinds that belong to none. */
  readonly namespace: string;
  /** `metadata.name`; empty where the object has none. */
  readonly name: string;
}

/** Another object that a finding is about: the other Gateway with the host, the rule that takes the requests. */
export interface RelatedObject {
  /** The object. */
  readonly object: FindingObject;
  /** Where in the object. Empty for the object as a whole. */
  readonly path: string;
  /**
   * Path of the construct that made the object.
   *
   * @default - not known: the manifests did not come from constructs
   */
  readonly construct?: string;
  /**
   * The file that the object was read from.
   *
   * @default - not read from a file
   */
  readonly file?: string;
  /**
   * Line in the file, from 1.
   *
   * @default - not read from a file
   */
  readonly line?: number;
  /**
   * Column in the line, from 1.
   *
   * @default - not read from a file
   */
  readonly column?: number;
}

/** Something that is wrong with manifests, or that should be known before they are applied. */
export interface Finding {
  /** Istio's own (`IST0101`), Kiali's (`KIA1107`), the API server's (`API0003`) or ours (`CDI0001`). */
  readonly code: string;
  /** How severe it is. */
  readonly severity: Severity;
  /** What would report it later. */
  readonly source: FindingSource;
  /** What is wrong, with the values that were given. */
  readonly message: string;
  /** What to write instead. */
  readonly fix: string;
  /** The object it is about. */
  readonly object: FindingObject;
  /** Where in the object: `spec.http[0].route[1].destination.subset`. Empty for the object as a whole. */
  readonly path: string;
  /**
   * The other objects that it is about.
   *
   * @default - none
   */
  readonly related?: RelatedObject[];
  /**
   * Path of the construct that made the object.
   *
   * @default - not known: the manifests did not come from constructs
   */
  readonly construct?: string;
  /**
   * The file that the object was read from.
   *
   * @default - not read from a file
   */
  readonly file?: string;
  /**
   * Line in the file, from 1.
   *
   * @default - not read from a file
   */
  readonly line?: number;
  /**
   * Column in the line, from 1.
   *
   * @default - not read from a file
   */
  readonly column?: number;
}
