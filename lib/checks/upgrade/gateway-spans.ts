import type { Change } from './change';
import { UPGRADE_NOTES_1_31 } from './change';

export const gatewaySpans: Change = {
  name: 'gateway-spans',
  since: '1.31',
  references: [UPGRADE_NOTES_1_31],
  find(mesh, _, report) {
    for (const object of mesh.all('telemetry.istio.io/Telemetry')) {
      const { tracing = [], selector, targetRefs = [] } = object.spec;
      const atGateways =
        (object.namespace === mesh.context.rootNamespace && selector === undefined && targetRefs.length === 0) ||
        targetRefs.some(({ kind }) => kind === 'Gateway');
      if (atGateways && tracing.some(({ disableSpanReporting }) => disableSpanReporting !== true)) {
        report({
          object,
          path: 'spec.tracing',
          severity: 'info',
          message:
            'From Istio 1.31 on gateways write a span of their own for each request to a backend, also for each retry, and this can no longer be turned off. Traces get longer, and sampling counts more spans.',
          fix: 'Nothing has to be written for it. Look at alerts and costs that count spans.',
        });
      }
    }
  },
};
