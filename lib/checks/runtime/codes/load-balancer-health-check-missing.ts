import type { Codes } from '../../check';

export const loadBalancerHealthCheckMissing: Codes = {
  CDI0402: {
    name: 'LoadBalancerHealthCheckMissing',
    severity: 'error',
    source: 'cdk8s-istio',
    summary: 'The health check of a load balancer requests what the gateway does not serve.',
    explanation:
      'An application load balancer requests `/` from each target, and only a 200 counts as healthy. An Istio gateway has no page of its own: it answers 404 for a host without a route, so all targets are unhealthy. The gateway serves its readiness on its status port 15021 at /healthz/ready, by plain HTTP; on the ports of its servers it answers 404 for this path as well. The same applies to a network load balancer whose health check is HTTP. With target type `instance` the load balancer requests a port of the nodes, so the health check needs the node port of the status port; with target type `ip` it needs the port of the pods. On GKE a BackendConfig of the Service, or a HealthCheckPolicy for it, says what is requested.',
    remedy: 'Point the health check at port 15021 and /healthz/ready.',
    references: [
      'https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/#health-check',
      'https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/annotations/#health-check',
      'https://cloud.google.com/kubernetes-engine/docs/how-to/ingress-configuration#direct_health',
    ],
  },
};
