import { ApiObject, Chart, Testing } from 'cdk8s';
import { HttpMatch } from '../../lib/networking/http-match';
import type { CanaryReleaseProps } from '../../lib/patterns/canary-release';
import { CanaryRelease } from '../../lib/patterns/canary-release';
import { Version } from '../../lib/patterns/release/version';

export interface Manifest {
  kind: string;
  metadata: { name: string; namespace: string; annotations?: Record<string, string> };
  spec: {
    host: string;
    hosts: string[];
    subsets: { name: string; labels: Record<string, string> }[];
    http: Rule[];
    service: Record<string, unknown>;
    analysis: Record<string, unknown>;
    strategy: { canary: { trafficRouting: { istio: Record<string, unknown> } } };
  };
}

export interface Rule {
  name: string;
  match?: unknown[];
  route: { destination: { host: string; subset?: string }; weight?: number; headers?: unknown }[];
}

export const HOST = 'reviews.bookinfo.svc.cluster.local';
export const CANARY_HEADER = HttpMatch.header('x-canary', 'always');

/** An empty chart with the Service `reviews`, and Deployments on demand. */
export class Bookinfo {
  public readonly chart: Chart;
  public readonly service: ApiObject;

  constructor(selector: Record<string, string> = { app: 'reviews' }, ports: object[] = [{ name: 'http', port: 9080 }]) {
    this.chart = new Chart(Testing.app(), 'bookinfo', { namespace: 'bookinfo' });
    this.service = new ApiObject(this.chart, 'ReviewsService', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'reviews' },
      spec: { selector, ports },
    });
  }

  public deployment(
    version: string,
    labels: Record<string, unknown> = { app: 'reviews', version },
    options: { kind?: string; namespace?: string; replicas?: number; matchLabels?: Record<string, string> } = {},
  ): ApiObject {
    const { kind = 'Deployment', namespace, replicas, matchLabels = { app: 'reviews', version } } = options;
    return new ApiObject(this.chart, `Reviews-${version}`, {
      apiVersion: 'apps/v1',
      kind,
      metadata: { name: `reviews-${version}`, namespace },
      spec: { replicas, selector: { matchLabels }, template: { metadata: { labels } } },
    });
  }

  public release(props: Partial<CanaryReleaseProps> = {}): CanaryRelease {
    return new CanaryRelease(this.chart, 'Reviews', {
      service: this.service,
      ...(props.controller === undefined
        ? {
            stable: Version.labelled('v1', { version: 'v1' }),
            canary: Version.labelled('v2', { version: 'v2' }),
          }
        : {}),
      ...props,
    });
  }

  public objects(...kinds: string[]): Manifest[] {
    return (Testing.synth(this.chart) as Manifest[]).filter(({ kind }) => kinds.includes(kind));
  }
}

/** The objects that a release makes. */
export function released(props: Partial<CanaryReleaseProps> = {}): Manifest[] {
  const bookinfo = new Bookinfo();
  bookinfo.release(props);
  return bookinfo.objects('DestinationRule', 'VirtualService');
}

/** The rules for callers in the mesh. */
export function rulesOf(props: Partial<CanaryReleaseProps>): Rule[] {
  return released(props).find(({ kind }) => kind === 'VirtualService')?.spec.http ?? [];
}

export function to(subset: string, more: object = {}): object {
  return { destination: { host: HOST, port: { number: 9080 }, subset }, ...more };
}
