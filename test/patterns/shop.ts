import { ApiObject, App, Chart } from 'cdk8s';
import type { CanaryReleaseProps, EgressSniPassthroughProps, IngressedServiceProps } from 'cdk8s-istio';
import { CanaryRelease, EgressSniPassthrough, IngressedService, Version } from 'cdk8s-istio';

/** A namespace of the mesh with a Service and two versions behind it. */
export class Shop {
  public readonly app = new App();
  public readonly chart = new Chart(this.app, 'shop', { namespace: 'shop' });
  public readonly namespace = this.object('Namespace', { name: 'shop', labels: { 'istio-injection': 'enabled' } });
  public readonly service = this.serviceOf('web', [{ name: 'http', port: 80, targetPort: 8080 }]);
  public readonly v1 = this.version('v1');
  public readonly v2 = this.version('v2');

  public object(
    kind: string,
    metadata: { name: string; namespace?: string; labels?: Record<string, string> },
    spec?: object,
  ): ApiObject {
    const apiVersion = kind === 'Deployment' ? 'apps/v1' : 'v1';
    const id = [kind, metadata.namespace, metadata.name].filter((part) => part !== undefined).join('-');
    return new ApiObject(this.chart, id, { apiVersion, kind, metadata, ...(spec && { spec }) });
  }

  /** A Service in front of the pods with a label `app`. */
  public serviceOf(name: string, ports: object[], app = name): ApiObject {
    return this.object('Service', { name }, { selector: { app }, ports });
  }

  /** A workload with an identity of its own. */
  public deployment(name: string, labels: Record<string, string> = { app: name }, namespace?: string): ApiObject {
    const ports = [{ containerPort: 8080 }];
    const pod = { serviceAccountName: name, containers: [{ name: labels.app, image: 'example.com/web:1', ports }] };
    return this.object(
      'Deployment',
      { name, namespace },
      { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: pod } },
    );
  }

  private version(version: string): ApiObject {
    const labels = { app: 'web', version };
    const containers = [{ name: 'web', image: 'example.com/web:1', ports: [{ containerPort: 8080 }] }];
    return this.object(
      'Deployment',
      { name: `web-${version}` },
      {
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers } },
      },
    );
  }

  public ingress(props: Partial<IngressedServiceProps> = {}): IngressedService {
    return new IngressedService(this.chart, 'Shop', { service: this.service, hosts: ['shop.example.com'], ...props });
  }

  public canary(props: Partial<CanaryReleaseProps> = {}): CanaryRelease {
    const versions = props.controller === undefined ? { stable: Version.of(this.v1), canary: Version.of(this.v2) } : {};
    return new CanaryRelease(this.chart, 'Web', { service: this.service, ...versions, ...props });
  }

  public egress(props: Partial<EgressSniPassthroughProps> = {}): EgressSniPassthrough {
    return new EgressSniPassthrough(this.chart, 'Site', { hosts: ['www.wikipedia.org'], clients: ['shop'], ...props });
  }
}
