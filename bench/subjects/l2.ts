import { Duration } from 'cdk8s';
import type { Subject } from '../subject';

/** The same two objects as L1, through the resources with handles. */
export const l2: Subject = {
  name: 'L2',
  goal: 1.25,
  make({ Destination, DestinationRule, HttpMatch, Retries, ServiceRef, StringMatch, VirtualService }, chart, id) {
    const service = ServiceRef.fromName(id, { ports: [{ port: 8080 }] });
    const rule = new DestinationRule(chart, `${id}-policy`, {
      metadata: { name: id },
      service,
      trafficPolicy: {
        connectionPool: { tcp: { maxConnections: 100 }, http: { http2MaxRequests: 1000 } },
        outlierDetection: { consecutiveGatewayErrors: 7, interval: '5m', baseEjectionTime: '15m' },
      },
    });
    const v1 = rule.addSubset('v1', { labels: { version: 'v1' } });
    const v2 = rule.addSubset('v2', { labels: { version: 'v2' } });
    new VirtualService(chart, `${id}-routes`, {
      metadata: { name: id },
      services: [service],
      http: [
        {
          match: [HttpMatch.prefix('/api', { headers: { 'x-canary': StringMatch.exact('always') } })],
          route: [Destination.subset(v2)],
          retries: Retries.on(2, ['5xx'], { perTryTimeout: Duration.seconds(2) }),
        },
        {
          route: [Destination.subset(v1, { weight: 80 }), Destination.subset(v2, { weight: 20 })],
          timeout: Duration.seconds(5),
        },
      ],
    });
  },
};
