import type { PortSelector, TrafficSelector } from '../../imports/extensions';
import { compact, expectEnum, expectItems, expectList, needObject, needPort } from '../core/expect';
import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import { WorkloadMode } from '../networking/workload-mode';

/** Requests or connections that an extension sees. One of `mode` and `ports` is needed; what both say must hold. */
export interface TrafficMatch {
  /**
   * Those that the pods send, or those that come to them. Istio field `mode`.
   *
   * @default - WorkloadMode.CLIENT_AND_SERVER
   */
  readonly mode?: WorkloadMode;

  /**
   * Those of these ports: of the pod for what comes to it, of the Service for what is sent, of the server for a gateway. Istio field `ports`.
   *
   * @default - every port
   */
  readonly ports?: number[];
}

const EXAMPLE = '[{ mode: WorkloadMode.SERVER, ports: [8080] }]';

/** Either matches of an extension, as Istio has them. */
export function writeTrafficMatch(
  match: TrafficMatch[] | undefined,
  problems: Problems,
): TrafficSelector[] | undefined {
  return expectItems(match, problems, 'match', EXAMPLE)?.map((entry, i) => {
    const at = problems.in(`match[${i}]`);
    const given = needObject(entry, 'TrafficMatch', at, '', EXAMPLE.slice(1, -1));
    if (given !== undefined && given.mode === undefined && given.ports === undefined) {
      at.add('', `matches everything. Write ${EXAMPLE.slice(1, -1)}, or leave match out.`);
    }
    const mode = expectEnum(given?.mode, WorkloadMode, 'WorkloadMode', at, 'mode');
    return compact({ mode, ports: writePorts(given?.ports, at) });
  });
}

function writePorts(ports: number[] | undefined, problems: Problems): PortSelector[] | undefined {
  if (ports === undefined) {
    return undefined;
  }
  if (Array.isArray(ports) && ports.length === 0) {
    problems.add('ports', 'is empty. Write [8080], or leave ports out for every port.');
  }
  return expectList(ports, problems, 'ports', '[8080]').flatMap((port, i, all) => {
    const number = needPort(port, problems, `ports[${i}]`);
    if (number !== undefined && all.indexOf(port) < i) {
      problems.add(`ports[${i}]`, `${show(port)} is given twice. Leave one of them out.`);
    }
    return number === undefined ? [] : [{ number }];
  });
}
