import type { Subject } from '../subject';

/** Dashboards behind a gateway with a login, through the pattern that keeps routes and policies together. */
export const l3DashboardExposure: Subject = {
  name: 'L3 (DashboardExposure)',
  goal: 1.25,
  make({ Condition, Dashboard, DashboardExposure, IngressTls, Login }, chart, id) {
    const host = `${id}.example.com`;
    new DashboardExposure(chart, `${id}-dashboards`, {
      dashboards: [Dashboard.kiali(), Dashboard.jaeger(), Dashboard.grafana({ host: `grafana.${host}` })],
      host,
      tls: IngressTls.credential(`${id}-cert`),
      login: Login.jwt({
        issuer: `https://issuer.${host}`,
        claims: [Condition.claim('groups', ['operators'])],
      }),
    });
  },
};
