import type { Subject } from '../subject';

/** A host outside the cluster with both hops through the egress gateway, through the pattern that keeps its five objects together. */
export const l3EgressTlsOrigination: Subject = {
  name: 'L3 (EgressTlsOrigination)',
  goal: 1.25,
  make({ EgressTlsOrigination, OriginTls }, chart, id) {
    new EgressTlsOrigination(chart, `${id}-egress`, {
      hosts: [`${id}.example.com`],
      tls: OriginTls.mutual(`${id}-client`),
      clients: [id],
    });
  },
};
