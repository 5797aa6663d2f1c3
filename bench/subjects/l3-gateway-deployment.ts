import type { Subject } from '../subject';

/** The seven objects of a gateway behind an NLB. Kubernetes' own kinds have no class in the raw imports; there they are ApiObjects. */
export const l3GatewayDeployment: Subject = {
  name: 'L3 (GatewayDeployment)',
  goal: 1.25,
  make({ GatewayDeployment, LoadBalancer, NlbScheme }, chart, id) {
    new GatewayDeployment(chart, `${id}-gateway`, {
      name: id,
      loadBalancer: LoadBalancer.awsNlb({ scheme: NlbScheme.INTERNET_FACING, proxyProtocol: true }),
    });
  },
};
