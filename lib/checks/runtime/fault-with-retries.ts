import type { Check } from '../check';

/** Injected faults in a route that is meant to show that retries or a timeout help. */
export const faultWithRetries: Check = {
  name: 'fault-with-retries',
  mirrors: ['pilot/pkg/networking/core/route/route.go: TranslateFault'],
  codes: {
    CDI0106: {
      name: 'FaultWithRetries',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'A route injects a fault and has retries or a timeout of its own.',
      explanation:
        'Faults are injected by a filter that comes before the router, and retries and timeouts belong to the router. An injected abort is answered at once and never tried again; an injected delay passes before the timeout begins. A test that is meant to show that retries help shows the opposite.',
      remedy: 'Inject the fault further down the call chain, and keep retries and timeout where they are to be tried.',
      references: [
        'https://istio.io/latest/docs/concepts/traffic-management/#network-resilience-and-testing',
        'https://github.com/istio/istio/issues/13705',
      ],
    },
  },
  run(mesh, report) {
    for (const object of mesh.all('networking.istio.io/VirtualService')) {
      (object.spec.http ?? []).forEach(({ fault, retries, timeout }, i) => {
        const policies = [
          retries !== undefined && retries.attempts !== 0 ? 'retries' : undefined,
          timeout !== undefined && !/^0\w*$/.test(timeout) ? 'timeout' : undefined,
        ].filter((name) => name !== undefined);
        const faults = [fault?.abort && 'abort', fault?.delay && 'delay'].filter((name) => name !== undefined);
        if (faults.length > 0 && policies.length > 0) {
          report({
            code: 'CDI0106',
            object,
            path: `spec.http[${i}].fault`,
            message:
              `The proxy of the client injects the ${faults.join(' and ')} before it comes to ${policies.join(' and ')} of the same route, so these never see the fault: ` +
              'an aborted request is not tried again, and a delay is not cut short.',
            fix: `Remove ${policies.join(' and ')} here, or inject the fault for the next service on the way and keep ${policies.join(' and ')} on this route.`,
          });
        }
      });
    }
  },
};
