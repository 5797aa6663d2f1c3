import { EVERYBODY, NOBODY, OWN_NAMESPACE, Visibility } from '../istio/export-to';
import { labelSelectorMatches } from './reading/label-selector';
import type { Mesh } from './reading/mesh';
import type { MeshObject } from './reading/mesh-object';
import { meshConfig } from './mesh-config';

type Exported = MeshObject<
  | 'networking.istio.io/VirtualService'
  | 'networking.istio.io/DestinationRule'
  | 'networking.istio.io/ServiceEntry'
  | 'core/Service'
>;

const ANNOTATION = 'networking.istio.io/exportTo';

/**
 * Which namespaces see an object: those in its own exportTo, or else those of MeshConfig.
 *
 * A rule without exportTo is hidden by the default for rules only where that has `.`; any other value counts as `*`
 * (pilot/pkg/model/push_context.go: setDestinationRules).
 */
export function visibilityOf(mesh: Mesh, object: Exported): Visibility {
  return Visibility.of(exportTo(mesh, object), object.namespace);
}

function exportTo(mesh: Mesh, object: Exported): readonly string[] {
  const { defaultVirtualServiceExportTo, defaultDestinationRuleExportTo } = meshConfig(mesh);
  switch (object.id) {
    case 'networking.istio.io/DestinationRule': {
      const { spec } = object as MeshObject<'networking.istio.io/DestinationRule'>;
      if (spec.workloadSelector !== undefined) {
        return [OWN_NAMESPACE];
      }
      const hidden = defaultDestinationRuleExportTo.includes(OWN_NAMESPACE);
      return given(spec.exportTo) ?? [hidden ? OWN_NAMESPACE : EVERYBODY];
    }
    case 'networking.istio.io/VirtualService': {
      const { spec } = object as MeshObject<'networking.istio.io/VirtualService'>;
      return given(spec.exportTo) ?? defaultVirtualServiceExportTo;
    }
    case 'core/Service': {
      const annotation = object.annotations[ANNOTATION] ?? '';
      return serviceExportTo(mesh, annotation === '' ? [] : annotation.split(',').map((each) => each.trim()));
    }
    default: {
      const { spec, namespace } = object as MeshObject<'networking.istio.io/ServiceEntry'>;
      return capped(mesh, serviceExportTo(mesh, spec.exportTo ?? []), namespace);
    }
  }
}

function serviceExportTo(mesh: Mesh, exportTo: readonly string[]): readonly string[] {
  return given(exportTo) ?? meshConfig(mesh).defaultServiceExportTo;
}

function given(exportTo: readonly string[] = []): readonly string[] | undefined {
  return exportTo.length === 0 ? undefined : exportTo;
}

/**
 * As far as MeshConfig lets the ServiceEntries of a namespace be seen at all (pilot/pkg/model/push_context.go: serviceExportTo;
 * serviceentry_visibility.go: VisibilityFor).
 */
function capped(mesh: Mesh, exportTo: readonly string[], namespace: string): readonly string[] {
  const { applyToSidecars, policies, byDefault } = meshConfig(mesh).serviceEntryVisibility;
  if (!applyToSidecars) {
    return exportTo;
  }
  const labels = mesh.find('core/Namespace', '', namespace)?.labels ?? {};
  const policy = policies.find(({ namespaceSelectors }) =>
    namespaceSelectors.every((selector) => selector !== undefined && labelSelectorMatches(selector, labels)),
  );
  switch (policy?.visibility ?? byDefault) {
    case 'NONE':
      return [NOBODY];
    case 'NAMESPACE':
      return Visibility.of(exportTo, namespace).includes(namespace) ? [OWN_NAMESPACE] : [NOBODY];
    default:
      return exportTo;
  }
}
