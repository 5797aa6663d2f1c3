import { Mesh } from '../../lib/mesh/reading/mesh';
import type { Header } from '../../lib/routing/call';
import { serverSide } from '../../lib/routing/server-side';
import { ALIAS, CALLER, FORMS, formManifests, headersOf } from '../real/authorization-forms';
import { identityOf, inShort } from './server-calls';

// Envoy was asked the same: test/real/scenarios/authorization-forms.ts.

const MESH = new Mesh(formManifests(), [], { trustDomainAliases: [ALIAS] });
const server = MESH.workloads.find(({ name }) => name === 'web')!;

test.each(FORMS.map((form, i) => [form.name, form, i] as const))('%s', (_, form, i) => {
  const { host, ...others } = headersOf(form, i);
  const headers = Object.entries(others).flatMap(([name, value]) => [value].flat().map((each): Header => [name, each]));
  const { plain, path = '/', method = 'GET', matches } = form;
  const answer = serverSide(MESH, {
    server,
    port: 8080,
    connection: plain
      ? { tls: 'none', address: '127.1.2.3' }
      : {
          tls: 'mesh',
          identity: identityOf(CALLER),
          sni: 'outbound_.80_._.web.shop.svc.cluster.local',
          address: '127.1.2.3',
        },
    request: { version: '1.1', scheme: 'http', method, path, authority: String(host), headers },
  });
  expect(answer.unknown).toEqual([]);
  expect(inShort(answer)).toBe(matches ? 'accepted' : '403 Denied');
});
