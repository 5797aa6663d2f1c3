import { Chart } from 'cdk8s';
import {
  Access,
  EgressHost,
  Injection,
  MeshNamespace,
  MutualTls,
  NamespaceAccess,
  OutboundTrafficPolicy,
} from 'cdk8s-istio';
import type { Construct } from 'constructs';
import { ZeroTrustWorkloads } from './workloads';

export class ZeroTrustChart extends Chart {
  constructor(scope: Construct, id: string = 'zero-trust') {
    super(scope, id, { namespace: 'shop' });
    new MeshNamespace(this, 'Namespace', {
      injection: Injection.sidecar(),
      mutualTls: MutualTls.STRICT,
      access: NamespaceAccess.denyByDefault(),
      egress: [EgressHost.sameNamespace()],
      outboundTrafficPolicy: OutboundTrafficPolicy.registryOnly(),
    });
    const { store, orders } = new ZeroTrustWorkloads(this, 'Workloads');

    Access.allow(this, 'StoreToOrders', {
      metadata: { name: 'store-to-orders' },
      from: [store],
      to: orders,
      methods: ['GET'],
      paths: ['/', '/orders/*'],
    });
    Access.allow(this, 'OrdersToStore', {
      metadata: { name: 'orders-to-store' },
      from: [orders],
      to: store,
      methods: ['GET'],
      paths: ['/'],
    });
  }
}
