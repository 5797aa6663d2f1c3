import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Problems } from '../../core/problems';
import type { ResolvedService } from '../../kubernetes/service-ref';
import type { DestinationRule } from '../../networking/destination-rule';
import type { VirtualService } from '../../networking/virtual-service';
import type { ReleaseOptions } from './release-options';
import type { ReleaseRouting } from './release';
import type { ReleaseVersion } from './release-version';

/**
 * Fields of objects that a controller changes in the cluster: an entry of `spec.ignoreDifferences` of an Argo CD Application.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/diffing/
 */
export interface IgnoreDifference {
  /** API group. */
  readonly group: string;
  /** Kind of the object. */
  readonly kind: string;
  /** Name of the object. */
  readonly name: string;
  /** Namespace of the object. */
  readonly namespace: string;
  /** The fields, as jq expressions. */
  readonly jqPathExpressions: string[];
}

/** What a release is to be made from. */
export interface ReleaseDraft {
  /** The construct whose children the objects become. */
  readonly scope: Construct;
  readonly props: ReleaseOptions;
  /** Name of the objects. */
  readonly name: string;
  /** Undefined where it is not known which one is meant. */
  readonly service: ResolvedService | undefined;
  readonly port: number | undefined;
}

/** What a release is made from. */
export interface ReleaseInput extends ReleaseDraft {
  readonly service: ResolvedService;
}

/** What a method made. */
export interface MadeRelease {
  readonly destinationRule?: DestinationRule;
  virtualService?: VirtualService;
  /** The object of the controller. */
  readonly controlled?: ApiObject;
  readonly stable: ReleaseVersion;
  readonly canary: ReleaseVersion;
  readonly routing: ReleaseRouting;
  readonly preview: ReleaseRouting;
  ignoreDifferences(): IgnoreDifference[];
}

/** All that is needed to make a release. */
export interface ReleasePlan {
  make(): MadeRelease;
  /** Reports what can only be known when everything is there. */
  validate(made: MadeRelease, problems: Problems): void;
}

/** Who moves the requests from one version to the other: this app by its commits, or a controller. */
export interface ReleaseMethod {
  /** The kinds of the objects that it makes, or that the controller makes, by their names. */
  objects(input: ReleaseInput): Map<string, string[]>;
  /** Reports all that is wrong, and makes nothing. Undefined where something is wrong that the plan would need. */
  plan(draft: ReleaseDraft, problems: Problems): ReleasePlan | undefined;
}

/** Rule before route: Argo CD applies lower waves first, and prunes higher ones first. */
export const RULE_FIRST = { 'argocd.argoproj.io/sync-wave': '-1' };
export const ROUTE_SECOND = { 'argocd.argoproj.io/sync-wave': '0' };
