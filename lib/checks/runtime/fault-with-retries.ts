import type { Check } from '../check';

/** Faults injected in a route whose own retries or timeout they are meant to test. */
export const faultWithRetries: Check = {
  name: 'fault-with-retries',
  mirrors: ['pilot/pkg/networking/core/route/route.go: TranslateFault'],
  codes: {
    CDI0106: {
      name: 'FaultWithRetries',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'A route injects a fault and also has retries or a timeout.',
      explanation:
        'A filter before the router injects faults; the router applies retries and timeouts. An injected abort is answered at once and never retried, and an injected delay is over before the timeout starts. So the fault does not test the retries or the timeout of the same route.',
      remedy: 'Inject the fault further down the call chain, and keep retries and the timeout on the route to test.',
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
            message: `The client's proxy injects the ${faults.join(' and ')} before it applies ${policies.join(' and ')} of the same route, so these never see the fault: an aborted request is not retried, and a delay is not cut short.`,
            fix: `Remove ${policies.join(' and ')} here, or inject the fault further down the call chain and keep ${policies.join(' and ')} on this route.`,
          });
        }
      });
    }
  },
};
