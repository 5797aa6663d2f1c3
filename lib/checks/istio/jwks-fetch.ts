import { analyzed } from './shared/analyzed';
import type { Check } from '../check';
import { listed, SHOWN } from './unmatched-selector';

const VARIABLE = 'BLOCKED_CIDRS_IN_JWKS_URIS';

/** An istiod that fetches keys from wherever a RequestAuthentication says. */
export const jwksFetch: Check = {
  name: 'jwks-fetch',
  mirrors: ['authn.BlockedCIDRsAnalyzer'],
  codes: {
    IST0175: {
      name: 'JwksUriFetchUnrestricted',
      severity: 'warning',
      source: 'istio',
      summary: 'istiod fetches keys from any address that a RequestAuthentication names.',
      explanation:
        'istiod itself fetches `jwksUri`, with its own network access. Everyone who may write a RequestAuthentication can make it call addresses that they cannot reach themselves, such as services of other teams or the metadata ' +
        'server of the cloud (server-side request forgery). `BLOCKED_CIDRS_IN_JWKS_URIS` forbids ranges.',
      remedy: 'Set the environment variable on istiod to the ranges that keys never come from.',
      references: [
        'https://istio.io/latest/docs/reference/config/analysis/',
        'https://istio.io/latest/docs/reference/commands/pilot-discovery/',
      ],
    },
  },
  run(mesh, report) {
    const authentications = analyzed(mesh, 'security.istio.io/RequestAuthentication');
    const names = authentications.map(({ key }) => key);
    for (const object of analyzed(mesh, 'apps/Deployment')) {
      const env = (object.spec.template?.spec?.containers ?? []).flatMap((container) => container.env ?? []);
      if (
        object.labels.app === 'istiod' &&
        names.length > 0 &&
        !env.some(({ name, value }) => name === VARIABLE && (value ?? '') !== '')
      ) {
        report({
          code: 'IST0175',
          object,
          path: 'spec.template.spec.containers',
          related: authentications.slice(0, SHOWN).map((each) => ({ object: each })),
          message:
            `istiod fetches the keys of ${names.length === 1 ? 'the RequestAuthentication' : `${names.length} RequestAuthentications, among them`} ${listed(names)} ` +
            'from any address that is in them. Everyone who may write one can make istiod call services inside the cluster or the metadata server of the cloud.',
          fix: `Set the environment variable ${VARIABLE} of istiod to the ranges that it must not call, such as 169.254.0.0/16,10.0.0.0/8; or write jwks instead of jwksUri.`,
        });
      }
    }
  },
};
