/** What the annotations of an Ingress begin with that the AWS Load Balancer Controller makes an application load balancer for. */
export const ALB = 'alb.ingress.kubernetes.io/';

/** What the annotations of a Service begin with that the AWS Load Balancer Controller makes a network load balancer for. */
export const NLB = 'service.beta.kubernetes.io/aws-load-balancer-';

/** Port of a gateway's pods, and path there, under which the proxy says whether it is ready. */
export const STATUS_PORT = 15021;
export const READY_PATH = '/healthz/ready';
