import type { Subject } from '../subject';

/** A VirtualService and a DestinationRule through the generated classes. */
export const l1: Subject = {
  name: 'L1',
  goal: 1.05,
  make({ networking }, chart, id) {
    const host = `${id}.shop.svc.cluster.local`;
    new networking.VirtualService(chart, `${id}-routes`, {
      metadata: { name: id },
      spec: {
        hosts: [host],
        http: [
          {
            match: [{ uri: { prefix: '/api' }, headers: { 'x-canary': { exact: 'always' } } }],
            route: [{ destination: { host, port: { number: 8080 }, subset: 'v2' } }],
            retries: { attempts: 2, retryOn: '5xx', perTryTimeout: '2s' },
          },
          {
            route: [
              { destination: { host, port: { number: 8080 }, subset: 'v1' }, weight: 80 },
              { destination: { host, port: { number: 8080 }, subset: 'v2' }, weight: 20 },
            ],
            timeout: '5s',
          },
        ],
      },
    });
    new networking.DestinationRule(chart, `${id}-policy`, {
      metadata: { name: id },
      spec: {
        host,
        trafficPolicy: {
          connectionPool: { tcp: { maxConnections: 100 }, http: { http2MaxRequests: 1000 } },
          outlierDetection: { consecutiveGatewayErrors: 7, interval: '5m', baseEjectionTime: '15m' },
        },
        subsets: [
          { name: 'v1', labels: { version: 'v1' } },
          { name: 'v2', labels: { version: 'v2' } },
        ],
      },
    });
  },
};
