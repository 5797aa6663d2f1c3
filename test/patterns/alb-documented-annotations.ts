/**
 * The annotations of an Ingress that AlbIngress writes, as the AWS Load Balancer Controller documents them: what each may say.
 *
 * From docs/guide/ingress/annotations.md of kubernetes-sigs/aws-load-balancer-controller at 225f44568848eb25f13e304a5f1cc68c0cd9415d; that
 * `healthcheck-port` may be the name of a port of the Service is said there and done in pkg/ingress/model_build_target_group.go,
 * buildTargetGroupHealthCheckPort.
 */
export const DOCUMENTED: ReadonlyMap<string, RegExp> = new Map(
  Object.entries({
    scheme: /^(internal|internet-facing)$/,
    'target-type': /^(instance|ip)$/,
    'backend-protocol': /^(HTTP|HTTPS)$/,
    'backend-protocol-version': /^(HTTP1|HTTP2|GRPC)$/,
    'healthcheck-protocol': /^(HTTP|HTTPS)$/,
    // An integer, traffic-port, or the name of a port.
    'healthcheck-port': /^(\d+|traffic-port|[a-z0-9]([-a-z0-9]*[a-z0-9])?)$/,
    'healthcheck-path': /^\//,
    // JSON: one object for each port.
    'listen-ports': /^\[\{"HTTPS?":\d+\}(,\{"HTTPS?":\d+\})*\]$/,
    'ssl-redirect': /^\d+$/,
    'ssl-policy': /^ELBSecurityPolicy-[\w-]+$/,
    // A list, of ARNs.
    'certificate-arn': /^arn:aws[^,]*(,arn:aws[^,]*)*$/,
    // A list, of CIDR blocks.
    'inbound-cidrs': /^[\da-f.:]+\/\d+(,[\da-f.:]+\/\d+)*$/,
    'group.name': /^[a-z0-9][a-z0-9.-]{0,61}[a-z0-9]$/,
    // -1000 to 1000.
    'group.order': /^-?(1000|\d{1,3})$/,
  }).map(([name, value]) => [`alb.ingress.kubernetes.io/${name}`, value]),
);
