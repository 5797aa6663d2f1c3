import type { Subject } from '../subject';

/** A DestinationRule and a VirtualService through the pattern that splits the requests of a Service. */
export const l3CanaryRelease: Subject = {
  name: 'L3 (CanaryRelease)',
  goal: 1.25,
  make({ CanaryRelease, HttpMatch, ServiceRef, Split, Version }, chart, id) {
    new CanaryRelease(chart, `${id}-release`, {
      name: id,
      service: ServiceRef.fromName(id, { ports: [{ port: 8080 }] }),
      stable: Version.labelled('v1', { version: 'v1' }),
      canary: Version.labelled('v2', { version: 'v2' }),
      split: Split.percent(20),
      alwaysCanary: [HttpMatch.header('x-canary', 'always')],
    });
  },
};
