import { untypedExtensions, untypedWords } from '../../istio/untyped-extensions';
import type { Check } from '../check';

/** Extensions of Envoy that patches name without the type of their configuration. */
export const envoyFilterExtensions: Check = {
  name: 'envoy-filter-extensions',
  mirrors: ['envoy source/common/config/utility.h: getAndCheckFactory'],
  codes: {
    CDI0320: {
      name: 'EnvoyExtensionWithoutType',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'A patch of an EnvoyFilter names an extension of Envoy without its typed_config.',
      explanation:
        'Envoy finds an extension (a listener filter, an access logger, a transport socket, a retry predicate, a tracer) by the type of its configuration, `typed_config` with `"@type"`, even if it has nothing to configure. Old releases also found it by its name. The patch is valid for Istio, but each proxy that it applies to refuses the patched listener, route or cluster: existing proxies keep the old one, and new ones have none, so that their connections are refused.',
      remedy: 'Write typed_config with the "@type" of the extension.',
      references: [
        'https://istio.io/latest/docs/reference/config/networking/envoy-filter/',
        'https://www.envoyproxy.io/docs/envoy/latest/configuration/overview/extension',
        'https://github.com/istio/istio/issues/49836',
      ],
    },
  },
  run(mesh, report) {
    for (const object of mesh.all('networking.istio.io/EnvoyFilter')) {
      (object.spec.configPatches ?? []).forEach((patch, i) => {
        for (const extension of untypedExtensions(patch)) {
          const path = `spec.configPatches[${i}].${extension.path}`;
          report({ code: 'CDI0320', object, path, ...untypedWords(patch, extension) });
        }
      });
    }
  },
};
