import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { NO_SELECTOR, service, sidecar, virtualService } from '../../manifests';
import type { Grid } from '../grid';

type Case = [string, Manifest[]];

const web = service('shop/web', [80], NO_SELECTOR);
const delayed = (delay: Record<string, unknown>): Manifest =>
  virtualService('shop/web', {
    hosts: ['web'],
    http: [{ fault: { delay: { fixedDelay: '1s', ...delay } }, route: [{ destination: { host: 'web' } }] }],
  });
const outbound = (outboundTrafficPolicy: Record<string, unknown>): Manifest[] => [
  sidecar('shop/default', { outboundTrafficPolicy, egress: [{ hosts: ['*/*'] }] }),
];

const grid: Grid = {
  layers: ['analysis'],
  cases: Object.fromEntries<Manifest[]>([
    ...[0, 1, 100, -1].map((percent): Case => [`a delay of ${percent} percent`, [web, delayed({ percent })]]),
    ['a delay in percentage', [web, delayed({ percentage: { value: 5 } })]],
    ['percent and percentage', [web, delayed({ percent: 5, percentage: { value: 5 } })]],
    [
      'an abort',
      [
        web,
        virtualService('shop/web', {
          hosts: ['web'],
          http: [
            {
              fault: { abort: { httpStatus: 500, percentage: { value: 5 } } },
              route: [{ destination: { host: 'web' } }],
            },
          ],
        }),
      ],
    ],
    ['an egress proxy', outbound({ mode: 'ALLOW_ANY', egressProxy: { host: 'web', port: { number: 80 } } })],
    ['an egress proxy without anything', outbound({ mode: 'ALLOW_ANY', egressProxy: {} })],
    ['no egress proxy', outbound({ mode: 'ALLOW_ANY' })],
  ]),
};

export default grid;
