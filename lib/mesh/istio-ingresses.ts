import { hostCovers } from '../istio/host';
import { at, list } from './reading/free-spec';
import type { Mesh } from './reading/mesh';
import type { MeshObject } from './reading/mesh-object';

const CONTROLLER = 'istio.io/ingress-controller';
/** The default of MeshConfig's ingressClass, and what the IngressClass of istiod is called. */
const CLASS = 'istio';

/** The Ingresses for a host of which istiod makes rules for its ingress gateway. */
export function istioIngresses(mesh: Mesh, host: string): readonly MeshObject[] {
  return mesh
    .all('networking.k8s.io/Ingress')
    .filter((ingress) => isOfIstio(mesh, ingress) && hostsOf(ingress).some((each) => hostCovers(each, host)));
}

/** pilot/pkg/config/kube/ingress/virtualservices.go: shouldProcessIngressWithClass; a class that no file shows is known by its name. */
function isOfIstio(mesh: Mesh, { annotations, spec }: MeshObject<'networking.k8s.io/Ingress'>): boolean {
  const annotated = annotations['kubernetes.io/ingress.class'];
  if (annotated !== undefined) {
    return annotated === CLASS;
  }
  const name = at(spec, 'ingressClassName');
  const shown = mesh.objects.find(
    (each) => (each.id as string) === 'networking.k8s.io/IngressClass' && each.name === name,
  );
  return shown === undefined
    ? name === CLASS
    : at((shown.manifest as { readonly spec?: unknown }).spec, 'controller') === CONTROLLER;
}

function hostsOf({ spec }: MeshObject<'networking.k8s.io/Ingress'>): readonly string[] {
  const ofRules = list(at(spec, 'rules')).map((rule) => {
    const host = at(rule, 'host');
    return typeof host === 'string' && host !== '' ? host.toLowerCase() : '*';
  });
  return at(spec, 'defaultBackend') === undefined ? ofRules : [...ofRules, '*'];
}
