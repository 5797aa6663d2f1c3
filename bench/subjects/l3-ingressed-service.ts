import { Duration } from 'cdk8s';
import type { Subject } from '../subject';

/** A Gateway and a VirtualService through the pattern that derives them from a Service and a host. */
export const l3IngressedService: Subject = {
  name: 'L3 (IngressedService)',
  goal: 1.25,
  make({ IngressRoute, IngressTls, IngressedService, Retries, ServiceRef }, chart, id) {
    new IngressedService(chart, `${id}-ingress`, {
      name: id,
      service: ServiceRef.fromName(id, { ports: [{ port: 8080 }] }),
      hosts: [`${id}.example.com`],
      tls: IngressTls.credential(`${id}-cert`),
      routes: [
        IngressRoute.exact('/'),
        IngressRoute.prefix('/static'),
        IngressRoute.prefix('/api', { timeout: Duration.seconds(5), retries: Retries.onServerErrors(2) }),
      ],
    });
  },
};
