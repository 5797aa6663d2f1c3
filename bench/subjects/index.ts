import type { Subject } from '../subject';
import { l1 } from './l1';
import { l2 } from './l2';
import { l3CanaryRelease } from './l3-canary-release';
import { l3DashboardExposure } from './l3-dashboard-exposure';
import { l3GatewayDeployment } from './l3-gateway-deployment';
import { l3IngressedService } from './l3-ingressed-service';
import { l3MeshNamespace } from './l3-mesh-namespace';

export const SUBJECTS: Subject[] = [
  l1,
  l2,
  l3IngressedService,
  l3CanaryRelease,
  l3GatewayDeployment,
  l3MeshNamespace,
  l3DashboardExposure,
];
