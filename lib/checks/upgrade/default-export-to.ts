import { meshConfig } from '../../mesh/mesh-config';
import type { Change } from './change';
import { NOTES_1_31 } from './change';

export const defaultExportTo: Change = {
  name: 'default-export-to',
  since: '1.31',
  references: [NOTES_1_31, 'https://github.com/istio/istio/issues/60560'],
  find(mesh, _, report) {
    const { defaultVirtualServiceExportTo: given } = meshConfig(mesh);
    const others = given.filter((each) => each !== '.' && each !== '*');
    for (const object of given.includes('.') && others.length > 0
      ? mesh.all('networking.istio.io/VirtualService')
      : []) {
      if ((object.spec.exportTo ?? []).length === 0) {
        report({
          object,
          path: 'spec',
          message: `defaultVirtualServiceExportTo of the mesh is ${JSON.stringify(given)}. Istio before 1.30.3 reads only the "." of it; from then on the routes are for ${others.join(', ')} as well.`,
          fix: 'Look whether they are meant for these namespaces, or write exportTo: ["."].',
        });
      }
    }
  },
};
