import type { Subject } from '../subject';
import { l1 } from './l1';
import { l2 } from './l2';
import { l3AlbIngress } from './l3-alb-ingress';
import { l3CanaryRelease } from './l3-canary-release';
import { l3DashboardExposure } from './l3-dashboard-exposure';
import { l3EgressSniPassthrough } from './l3-egress-sni-passthrough';
import { l3EgressTlsOrigination } from './l3-egress-tls-origination';
import { l3GatewayDeployment } from './l3-gateway-deployment';
import { l3IngressedService } from './l3-ingressed-service';
import { l3MeshNamespace } from './l3-mesh-namespace';

export const SUBJECTS: Subject[] = [
  l1,
  l2,
  l3IngressedService,
  l3CanaryRelease,
  l3AlbIngress,
  l3DashboardExposure,
  l3EgressSniPassthrough,
  l3EgressTlsOrigination,
  l3GatewayDeployment,
  l3MeshNamespace,
];
