import type { InstalledGateway } from '../../istio/installed-gateways';
import { istioctlGateway } from '../../istio/installed-gateways';
import { STATUS_PORT } from '../../istio/load-balancer';
import type { ContainerSpec, ServiceSpec } from '../../mesh/reading/kubernetes-kinds';
import { list } from '../../schema/words';
import type { Check } from '../check';

const INSTALLED = (['ingressgateway', 'egressgateway'] as const).map(istioctlGateway);
const NEEDED_ENV = ['POD_NAME', 'POD_NAMESPACE', 'INSTANCE_IP'];

/** Gateway pods written by hand, and objects that the installation of Istio owns. */
export const gatewayDeployments: Check = {
  name: 'gateway-deployments',
  codes: {
    CDI0206: {
      name: 'InstalledObjectRedeclared',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'A manifest describes an object that belongs to the Istio installation.',
      explanation:
        'Kubernetes merges what two owners apply. Ports 80 and 443 of the installed gateway Service have the target ports 8080 and 8443, because its pods may not bind low ports. A copy with `targetPort: 443` changes that, and the gateway stops responding. The next upgrade changes it back.',
      remedy: 'Omit the object, or deploy your own gateway under another name.',
      references: ['https://istio.io/latest/docs/setup/additional-setup/gateway/'],
    },
    CDI0207: {
      name: 'HandWrittenProxy',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: "A handwritten container for Istio's proxy lacks required settings.",
      explanation:
        'The agent in the proxy image needs its pod name, namespace and address, a projected token that identifies it to istiod, and the root certificate of istiod. A container without them starts, but gets no certificate and no configuration, and never becomes ready. The list changes with each release, so a copy goes out of date.',
      remedy: 'Let the injector add the container from its gateway template.',
      references: ['https://istio.io/latest/docs/setup/additional-setup/gateway/'],
    },
  },
  run(mesh, report) {
    const objects = [...mesh.all('core/Service'), ...mesh.all('apps/Deployment')];
    for (const object of objects) {
      const { labels, annotations, namespace, name } = object;
      const installer =
        labels['operator.istio.io/component'] !== undefined ||
        labels['install.operator.istio.io/owning-resource'] !== undefined ||
        labels['app.kubernetes.io/managed-by'] === 'Helm' ||
        annotations['meta.helm.sh/release-name'] !== undefined;
      const installed = INSTALLED.find((each) => each.name === name);
      if (installed !== undefined && namespace === mesh.context.rootNamespace && !installer) {
        const made = `istioctl install and Helm create ${object.kind} ${name} in ${namespace} themselves.`;
        report({
          code: 'CDI0206',
          object,
          path: 'metadata.name',
          ...(object.id === 'core/Service' && agrees(object.spec, installed)
            ? {
                severity: 'info',
                message: `${made} This one has the same ports and selector, so applying it changes only the rest, such as annotations.`,
                fix: 'Nothing needs to change. To keep the Service in one place, move the rest to the values of the installation.',
              }
            : {
                message:
                  `${made} Kubernetes merges this one with theirs: ${object.kind === 'Service' ? 'ports' : 'containers'} of both are mixed, ` +
                  'and the next upgrade of Istio undoes part of it.',
                fix: 'Refer to the installed gateway and omit its objects, or deploy your own gateway under another name in another namespace.',
              }),
        });
      }
    }
    for (const { object, containers, pod, path } of mesh.workloads) {
      containers.forEach(({ name, image = '', env = [], args = [] }, i) => {
        const proxy =
          name === 'istio-proxy' && /proxyv2|pilot-agent|istio\/proxy/.test(image) && args.includes('proxy');
        if (!proxy) {
          return;
        }
        const missing = NEEDED_ENV.filter((each) => !env.some((given) => given.name === each));
        const volumes = new Set((pod.volumes ?? []).map((volume) => volume.name));
        const needed = isOfIstiod(env) ? ['istio-token', 'istiod-ca-cert'] : ['istio-token'];
        const lacks = [
          ...named('environment variable', missing),
          ...named(
            'volume',
            needed.filter((each) => !volumes.has(each)),
          ),
        ];
        if (lacks.length > 0) {
          report({
            code: 'CDI0207',
            object,
            path: `${path === '' ? 'spec' : `${path}.spec`}.containers[${i}]`,
            message: `This proxy container is handwritten and lacks ${lacks.join(' and ')}. Without them the agent cannot authenticate to istiod, gets no certificate and no configuration, and never becomes ready.`,
            fix:
              containers.length > 1
                ? 'Remove the container and let Istio add it: label istio-injection: enabled on the namespace, or sidecar.istio.io/inject: "true" on the pod template.'
                : 'Let Istio fill in the container: annotation inject.istio.io/templates: gateway and label sidecar.istio.io/inject: "true" on the pod template, and a container with name: istio-proxy and image: auto.',
          });
        }
      });
    }
  },
};

/** Whether a Service, merged with that of the installation, leads to the same ports of the same pods. */
function agrees({ ports = [], selector = {} }: ServiceSpec, installed: InstalledGateway): boolean {
  const known = new Map(installed.ports.map(({ port, targetPort = port }) => [port, targetPort]));
  if (installed.hasStatusPort) {
    known.set(STATUS_PORT, STATUS_PORT);
  }
  return (
    ports.every(({ port = 0, targetPort = port }) => known.get(port) === targetPort) &&
    Object.entries(selector).every(([key, value]) => installed.podLabels[key] === value)
  );
}

/** `the volumes a and b` */
function named(what: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`the ${what}${names.length === 1 ? '' : 's'} ${list(names)}`];
}

/** Whether istiod signs the certificates itself, so that the pod needs its root certificate. */
function isOfIstiod(env: NonNullable<ContainerSpec['env']>): boolean {
  return (env.find(({ name }) => name === 'PILOT_CERT_PROVIDER')?.value ?? 'istiod') === 'istiod';
}
