import type { Subject } from '../subject';

/** A way out to one host through the egress gateway, through the pattern that keeps its objects together. */
export const l3EgressSniPassthrough: Subject = {
  name: 'L3 (EgressSniPassthrough)',
  goal: 1.25,
  make({ EgressSniPassthrough }, chart, id) {
    new EgressSniPassthrough(chart, `${id}-egress`, {
      name: id,
      hosts: [`${id}.example.com`],
      clients: ['default'],
    });
  },
};
