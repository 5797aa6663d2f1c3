import type { ApiObject, ApiObjectMetadata, ApiObjectMetadataDefinition } from 'cdk8s';
import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { expectMap } from '../core/expect';
import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import { dnsLabelProblem, objectNameProblem } from '../kubernetes/names';

/** What every Istio resource can be given. */
export interface ResourceProps {
  /**
   * Name, namespace, labels and annotations of the object.
   *
   * @default - a name made of the construct path, and the namespace of the chart
   */
  readonly metadata?: ApiObjectMetadata;
}

/** An Istio resource: a construct that makes one object of Istio's API. */
export abstract class IstioResource extends Construct {
  /** The object that is written; its escape hatches (`addJsonPatch`) go beyond what this class offers. */
  protected abstract readonly apiObject: ApiObject;

  /** `metadata.name` of the object. */
  public get name(): string {
    return this.apiObject.name;
  }

  /** Where the object lives; undefined where neither it nor its chart says so. */
  public get namespace(): string | undefined {
    return this.apiObject.metadata.namespace;
  }

  /** The kind of the object. */
  public get kind(): string {
    return this.apiObject.kind;
  }

  /** Group and version of the object. */
  public get apiVersion(): string {
    return this.apiObject.apiVersion;
  }

  /** Labels and annotations, which can be added to. */
  public get metadata(): ApiObjectMetadataDefinition {
    return this.apiObject.metadata;
  }
}

/**
 * Checks the metadata that a user gave.
 *
 * @param nameIsLabel whether Istio takes only a DNS label as the name of this kind
 */
export function checkMetadata(metadata: ApiObjectMetadata | undefined, problems: Problems, nameIsLabel = false): void {
  const given = expectMap(metadata, problems, 'metadata', "{ name: 'shop' }");
  if (given?.name !== undefined) {
    const problem = nameIsLabel ? dnsLabelProblem(given.name, 'a name for this kind') : objectNameProblem(given.name);
    if (problem !== undefined) {
      problems.add('metadata.name', problem);
    }
  }
  if (given?.namespace !== undefined) {
    const problem = dnsLabelProblem(given.namespace, 'the name of a namespace');
    if (problem !== undefined) {
      problems.add('metadata.namespace', problem);
    }
  }
}

/** The namespace that an object with this metadata gets; undefined where neither it nor its chart says so. */
export function objectNamespace(construct: Construct, metadata: ApiObjectMetadata | undefined): string | undefined {
  return metadata?.namespace ?? Chart.of(construct).namespace;
}

/** The same, reported where there is none. */
export function expectNamespace(
  construct: Construct,
  metadata: ApiObjectMetadata | undefined,
  problems: Problems,
): string | undefined {
  const namespace = objectNamespace(construct, metadata);
  if (namespace === undefined) {
    problems.add(
      'metadata.namespace',
      "is not known, so the object would go to the namespace in which it is applied. Give the chart a namespace: new Chart(app, 'id', { namespace: '...' }).",
    );
  }
  return namespace;
}

/**
 * Checks to which namespaces an object is visible.
 *
 * @param namespace where the object lives, if that is known
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService-export_to
 */
export function writeExportTo(
  exportTo: string[] | undefined,
  problems: Problems,
  namespace?: string,
): string[] | undefined {
  if (exportTo === undefined) {
    return undefined;
  }
  if (!Array.isArray(exportTo)) {
    problems.add('exportTo', `${show(exportTo)} is not a list. Write ['.'], ['*'] or names of namespaces.`);
    return undefined;
  }
  exportTo.forEach((entry, i) => {
    if (exportTo.indexOf(entry) < i) {
      problems.add(`exportTo[${i}]`, `${show(entry)} is given twice.`);
    } else if (entry === namespace && exportTo.includes('.')) {
      problems.add(
        `exportTo[${i}]`,
        `${show(entry)} is the object's own namespace, the same as ".". Omit one of them.`,
      );
    } else if (entry === '*' && exportTo.length > 1) {
      problems.add(`exportTo[${i}]`, '"*" already covers every namespace. Write it alone, or omit it.');
    } else if (entry !== '*' && entry !== '.' && dnsLabelProblem(entry, 'a namespace') !== undefined) {
      problems.add(
        `exportTo[${i}]`,
        `${show(entry)} is not a namespace. Write a name, "." for the object's own namespace or "*" for all.`,
      );
    }
  });
  return exportTo;
}
