import { Mesh } from '../../lib/mesh/reading/mesh';
import type { Header } from '../../lib/routing/call';
import { headerValues } from '../../lib/routing/call';
import { serverSide } from '../../lib/routing/server-side';
import { CALLER, TOKEN_FORMS, tokenManifests } from '../real/token-forms';
import { identityOf } from './server-calls';

// Envoy was asked the same: test/real/scenarios/token-forms.ts.

const MESH = new Mesh(tokenManifests());

test.each(TOKEN_FORMS)('$to: $name', ({ to, method = 'GET', path = '/', headers = {}, ...expected }) => {
  const { status, details, seesPath, seesHeaders = {} } = expected;
  const { outcome, request } = serverSide(MESH, {
    server: MESH.workloads.find(({ name }) => name === to)!,
    port: 8080,
    connection: { tls: 'mesh', identity: identityOf(CALLER) },
    request: {
      version: '1.1',
      scheme: 'http',
      method,
      path,
      authority: to,
      headers: Object.entries(headers).flatMap(([name, value]) => [value].flat().map((each): Header => [name, each])),
    },
  });
  expect(outcome === 'accepted' ? 200 : outcome.status).toBe(status);
  expect(outcome === 'accepted' ? undefined : outcome.details).toBe(details);
  expect(request?.path).toBe(seesPath ?? request?.path);
  const seen = Object.keys(seesHeaders).map((name) => [name, headerValues(request!, name).at(0) ?? null]);
  expect(Object.fromEntries(seen)).toEqual(seesHeaders);
});
