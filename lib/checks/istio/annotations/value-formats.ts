import { isGoPrefix } from '../../../schema/go-address';
import type { ValueProblem } from './proxy-config';
import { proxyConfigProblem } from './proxy-config';

type Format = (value: string) => ValueProblem | undefined;

const MAX_INTERFACE = 15;
const INTERFACE = /^[a-zA-Z][a-zA-Z0-9_.-]*$/;
const BOOLEANS = ['1', 't', 'T', 'TRUE', 'true', 'True', '0', 'f', 'F', 'FALSE', 'false', 'False'];
const QUANTITY = /^[+-]?\d*\.?\d*(Ki|Mi|Gi|Ti|Pi|Ei|n|u|m|k|M|G|T|P|E|[eE][+-]?\d+)?$/;

const format =
  (fix: string, fits: (value: string) => boolean): Format =>
  (value) =>
    fits(value) ? undefined : { message: `Its value is ${JSON.stringify(value)}.`, fix };

const isPort = (text: string): boolean => /^\d+$/.test(text.trim()) && Number(text) <= 65535;
const isPortList = (text: string): boolean => text.trim() === '' || text.split(',').every(isPort);
const isCidrList = (text: string): boolean => text === '' || text.split(',').every(isGoPrefix);

const count = format(
  'Write a whole number from 0, such as "5".',
  (value) => /^\d+$/.test(value) && Number(value) < 2 ** 32,
);
const quantity = format('Write an amount such as "100m" or "128Mi".', (value) => value !== '' && QUANTITY.test(value));
const ports = format('Write ports with commas between them, such as "8080,9090".', isPortList);
const portsOrAll = format(
  'Write ports with commas between them, such as "8080,9090", or "*".',
  (value) => value === '*' || isPortList(value),
);
const ranges = format(
  'Write ranges of addresses with commas and no spaces between them, such as "10.0.0.0/8,192.168.0.0/16".',
  isCidrList,
);
const rangesOrAll = format(
  'Write ranges of addresses with commas and no spaces between them, such as "10.0.0.0/8,192.168.0.0/16", or "*".',
  (value) => value === '*' || isCidrList(value),
);
const interfaces = format(
  'Write names of network interfaces with commas between them, such as "eth1,net1"; each has at most 15 letters, digits, "_", "." and "-" and begins with a letter.',
  (value) =>
    value === '' ||
    value.split(',').every((name) => name.trim().length <= MAX_INTERFACE && INTERFACE.test(name.trim())),
);

/** How the values of annotations must look, where Istio looks at all. */
export const VALUE_FORMATS: ReadonlyMap<string, Format> = new Map<string, Format>([
  [
    'sidecar.istio.io/interceptionMode',
    format('Write REDIRECT, TPROXY or NONE.', (value) => ['REDIRECT', 'TPROXY', 'NONE'].includes(value)),
  ],
  ['status.sidecar.istio.io/port', format('Write a port, such as "15020"; "0" turns the endpoint off.', isPort)],
  ['readiness.status.sidecar.istio.io/initialDelaySeconds', count],
  ['readiness.status.sidecar.istio.io/periodSeconds', count],
  ['readiness.status.sidecar.istio.io/failureThreshold', count],
  ['traffic.sidecar.istio.io/includeOutboundIPRanges', rangesOrAll],
  ['traffic.sidecar.istio.io/excludeOutboundIPRanges', ranges],
  ['traffic.sidecar.istio.io/includeInboundPorts', portsOrAll],
  ['traffic.sidecar.istio.io/excludeInboundPorts', ports],
  ['traffic.sidecar.istio.io/excludeOutboundPorts', ports],
  ['traffic.sidecar.istio.io/excludeInterfaces', interfaces],
  ['traffic.sidecar.istio.io/kubevirtInterfaces', interfaces],
  ['istio.io/reroute-virtual-interfaces', interfaces],
  ['prometheus.istio.io/merge-metrics', format('Write "true" or "false".', (value) => BOOLEANS.includes(value))],
  ['proxy.istio.io/config', proxyConfigProblem],
  ['sidecar.istio.io/proxyCPU', quantity],
  ['sidecar.istio.io/proxyMemory', quantity],
  ['sidecar.istio.io/proxyCPULimit', quantity],
  ['sidecar.istio.io/proxyMemoryLimit', quantity],
]);
