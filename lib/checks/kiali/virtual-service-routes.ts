import { groupByData } from '../../mesh/reading/data-map';
import { list } from '../../schema/words';
import type { Check } from '../check';
import { VALIDATIONS } from './shared/validations-page';
import { readHost } from './shared/hosts';
import { checkedObjects, meshNamespaces } from './shared/namespaces';
import type { Route } from './shared/routes';
import { routesOf } from './shared/routes';
import { isVisible } from './shared/visibility';

/** Routes whose weights do not mean what they seem to. */
export const virtualServiceRoutes: Check = {
  name: 'virtual-service-routes',
  mirrors: ['business/checkers/virtualservices/route'],
  codes: {
    KIA1104: {
      name: 'WeightOfSingleDestination',
      severity: 'warning',
      source: 'kiali',
      summary: 'The only destination of a route has a weight below 100.',
      explanation:
        'Weights are shares of the sum. With one destination it gets everything whatever its weight is: a route with ' +
        'weight 20 sends all of the traffic there. Mostly the second destination was forgotten, or removed at the end of ' +
        'a canary.',
      remedy: 'Remove the weight, or add the other destination.',
      references: [VALIDATIONS, 'https://istio.io/latest/docs/reference/config/networking/virtual-service/'],
    },
    KIA1105: {
      name: 'DestinationTwice',
      severity: 'warning',
      source: 'kiali',
      summary: 'A route names the same host and subset twice.',
      explanation:
        'Two destinations that are the same get the sum of their weights. A canary where both lines say v1 sends ' +
        'everything to v1, and v2 gets nothing although the route looks split.',
      remedy: 'Name the other subset, or merge the two.',
      references: [VALIDATIONS, 'https://istio.io/latest/docs/reference/config/networking/virtual-service/'],
    },
  },
  run(mesh, report) {
    const namespaces = mesh.derive(meshNamespaces);
    for (const object of checkedObjects(mesh, 'networking.istio.io/VirtualService')) {
      const target = (host = ''): string => readHost(host, object.namespace, mesh.context, namespaces).full;
      for (const route of isVisible(mesh, object) ? routesOf(object.spec) : []) {
        const single = lonely(route);
        if (single !== undefined) {
          report({
            code: 'KIA1104',
            object,
            path: `${single.path}.weight`,
            message: `The weight is ${single.weight}, and there is no other destination in this route. It gets all of the traffic, not ${single.weight} percent.`,
            fix: `Remove the weight, or add the destination that the other ${100 - single.weight} percent are for.`,
          });
        }
        if (route.destinations.length < 2) {
          continue;
        }
        const same = groupByData(route.destinations, ({ destination: { host, subset = '' } }) => [
          target(host),
          subset,
        ]);
        for (const twins of same.values().filter(({ length }) => length > 1)) {
          const [{ destination }] = twins;
          const what = `${destination.host}${destination.subset ? `, subset ${destination.subset},` : ''}`;
          for (const { path } of twins) {
            report({
              code: 'KIA1105',
              object,
              path: `${path}.destination`,
              message: `${what} is a destination of this route ${twins.length} times, ${weightsText(twins.map(({ weight }) => weight))}`,
              fix: 'Name another subset or host in one of the two, or merge them into one with the sum of the weights.',
            });
          }
        }
      }
    }
  },
};

function weightsText(weights: readonly number[]): string {
  return weights.some((weight) => weight < 0)
    ? `with the weights ${list(weights.map(String))}. Istio rejects a weight below 0.`
    : `so it gets the sum of the weights: ${weights.join(' + ')}.`;
}

function lonely({ destinations }: Route): Route['destinations'][number] | undefined {
  const [only] = destinations;
  return destinations.length === 1 && only.weight > 0 && only.weight < 100 ? only : undefined;
}
