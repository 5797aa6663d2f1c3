import type { Subject } from '../subject';

/** An Ingress for an application load balancer, through the pattern that takes hosts, gateway and port from the service behind it. */
export const l3AlbIngress: Subject = {
  name: 'L3 (AlbIngress)',
  goal: 1.25,
  make({ AlbIngress, AlbScheme, GatewayWorkload, IngressedService, IngressTls, ServiceRef }, chart, id) {
    const shop = new IngressedService(chart, `${id}-shop`, {
      service: ServiceRef.fromName(id, { ports: [{ port: 8080 }] }),
      hosts: [`${id}.example.com`],
      // In the namespace of the chart, as all objects of the program that it is compared with.
      workload: GatewayWorkload.istioIngress({ namespace: chart.namespace }),
      tls: IngressTls.elsewhere(),
    });
    new AlbIngress(chart, `${id}-alb`, {
      services: [shop],
      scheme: AlbScheme.INTERNET_FACING,
      certificateArns: ['arn:aws:acm:eu-west-1:123456789012:certificate/a'],
    });
  },
};
