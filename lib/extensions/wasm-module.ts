import type { EnvVar, WasmConfig } from '../../imports/extensions';
import { EnvValueSource, FailStrategy, PluginType, PullPolicy } from '../../imports/extensions';
import { compact, expectEnum, expectList, expectMap, expectString } from '../core/expect';
import { literal } from '../core/literal';
import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import { objectNameProblem } from '../kubernetes/names';

/** A WebAssembly module: where it is, how it runs, and with which settings. */
export interface WasmModule {
  /**
   * Where it is: an image (`oci://registry.example.com/filter:1.0`), a download (`https://...`), or a file of the proxy (`file:///...`). Istio field `url`.
   */
  readonly url: string;

  /**
   * The checksum of the module, or of the image: 64 digits of 0-9 and a-f. Istio field `sha256`.
   *
   * @default - not compared
   */
  readonly sha256?: string;

  /**
   * When proxies fetch it. Istio field `imagePullPolicy`.
   *
   * @default - IF_NOT_PRESENT; ALWAYS for an image with the tag `latest`
   */
  readonly imagePullPolicy?: PullPolicy;

  /**
   * A Secret with the credentials of the registry, in the namespace of the object. Istio field `imagePullSecret`.
   *
   * Rejects a Secret for what is no image.
   *
   * @default - none
   */
  readonly imagePullSecret?: string;

  /**
   * A public key for the signature of the image. Istio field `verificationKey`, which Istio 1.31 does not use yet.
   *
   * @default - none
   */
  readonly verificationKey?: string;

  /**
   * What the module is configured with: plain data of any form, which it gets as JSON. Istio field `pluginConfig`.
   * Languages other than TypeScript can't give it a `null`.
   *
   * @default - nothing
   */
  readonly pluginConfig?: { [key: string]: unknown };

  /**
   * Which plugin of the module is meant, as it calls itself (its root ID). Istio field `pluginName`.
   *
   * @default - that without a name
   */
  readonly pluginName?: string;

  /**
   * What happens to requests when the module can't be fetched or breaks down. Istio field `failStrategy`.
   *
   * @default - FAIL_CLOSE: they are refused
   */
  readonly failStrategy?: FailStrategy;

  /**
   * Environment variables of the module. Istio field `vmConfig.env`.
   *
   * @default - none
   */
  readonly env?: { [name: string]: string };

  /**
   * Environment variables that the module gets from the proxy, by their names. Istio field `vmConfig.env`, with `valueFrom: HOST`.
   *
   * @default - none
   */
  readonly hostEnv?: string[];

  /**
   * Whether it filters requests or connections. Istio field `type`.
   *
   * @default - HTTP
   */
  readonly type?: PluginType;
}

const IMAGE = /^[A-Za-z0-9][\w.-]*(:\d+)?(\/[\w.-]+)*(:[\w.-]+)?(@sha256:[a-f0-9]{64})?$/;
const MAX_VARIABLES = 256;
const MAX_NAME = 256;
const MAX_VALUE = 2048;

/** What Istio calls WasmConfig. */
export function writeModule(given: Partial<WasmModule>, problems: Problems): WasmConfig {
  const { url, sha256 } = given;
  const scheme = schemeOf(url);
  if (scheme === undefined) {
    problems.add(
      'url',
      `${url === undefined ? 'is needed' : `${show(url)} is not where Istio can fetch a module from`}. Write an image such as 'oci://registry.example.com/filter:1.0', or an address with https:// or file:///.`,
    );
  }
  if (sha256 !== undefined && !(typeof sha256 === 'string' && /^[a-f0-9]{64}$/.test(sha256))) {
    problems.add(
      'sha256',
      `${show(sha256)} is not a checksum. Write the 64 digits of 0-9 and a-f that sha256sum prints.`,
    );
  }
  const pluginName = expectString(given.pluginName, problems, 'pluginName', "'auth'");
  checkLength(pluginName, MAX_NAME, problems, 'pluginName');
  const env = [...writeEnv(given.env, problems), ...writeHostEnv(given, problems)];
  if (env.length > MAX_VARIABLES) {
    problems.add(
      'env',
      `has ${env.length} variables with hostEnv, and Istio takes at most ${MAX_VARIABLES}. Write the others into pluginConfig.`,
    );
  }
  return compact({
    url: url as string,
    sha256,
    imagePullPolicy: expectEnum(
      given.imagePullPolicy,
      PullPolicy,
      'extensions.PullPolicy',
      problems,
      'imagePullPolicy',
    ),
    imagePullSecret: writeSecret(given.imagePullSecret, scheme, problems),
    verificationKey: expectString(
      given.verificationKey,
      problems,
      'verificationKey',
      "'-----BEGIN PUBLIC KEY-----...'",
    ),
    pluginConfig: expectMap(given.pluginConfig, problems, 'pluginConfig', '{ limit: 10 }'),
    pluginName,
    failStrategy: expectEnum(given.failStrategy, FailStrategy, 'extensions.FailStrategy', problems, 'failStrategy'),
    vmConfig: env.length > 0 ? { env } : undefined,
    type: expectEnum(given.type, PluginType, 'extensions.PluginType', problems, 'type'),
  });
}

/** Without one it is an image. */
function schemeOf(url: unknown): string | undefined {
  if (typeof url !== 'string') {
    return undefined;
  }
  const [, scheme, rest] = /^(?:(oci|https?|file):\/\/)?(.*)$/.exec(url) ?? [];
  if (scheme === undefined || scheme === 'oci') {
    return IMAGE.test(rest) ? 'oci' : undefined;
  }
  const isFull = scheme === 'file' ? /^\/\S+$/.test(rest) : /^[^\s/]\S*$/.test(rest);
  return isFull && URL.canParse(url) ? scheme : undefined;
}

function writeSecret(secret: string | undefined, scheme: string | undefined, problems: Problems): string | undefined {
  if (secret === undefined) {
    return undefined;
  }
  const problem = objectNameProblem(secret);
  if (problem !== undefined) {
    problems.add('imagePullSecret', problem);
  } else if (scheme !== undefined && scheme !== 'oci') {
    problems.add(
      'imagePullSecret',
      `is for the registry of an image, and url starts with ${scheme}://. Leave it out, or write an image with oci://.`,
    );
  }
  return secret;
}

function writeEnv(env: { [name: string]: string } | undefined, problems: Problems): EnvVar[] {
  const given = expectMap(env, problems, 'env', "{ LOG_LEVEL: 'info' }");
  const at = problems.in('env');
  return Object.entries(given ?? {}).map(([name, value]) => {
    if (name === '') {
      at.add('', "has a variable without a name. Write { LOG_LEVEL: 'info' }.");
    }
    if (typeof value !== 'string') {
      at.add(name, `${show(value)} is not a string. Write ${literal(String(value))}.`);
      return { name, value: '' };
    }
    checkLength(name, MAX_NAME, at, name);
    checkLength(value, MAX_VALUE, at, name);
    return { name, value };
  });
}

function writeHostEnv({ env, hostEnv }: Partial<WasmModule>, problems: Problems): EnvVar[] {
  return expectList(hostEnv, problems, 'hostEnv', "['NODE_NAME']").map((name, i, all) => {
    const at = problems.in(`hostEnv[${i}]`);
    if (typeof name !== 'string' || name === '') {
      at.add('', `${show(name)} is not the name of a variable. Write 'NODE_NAME'.`);
    } else if (all.indexOf(name) < i) {
      at.add('', `${show(name)} is given twice. Leave one of them out.`);
    } else if (Object.hasOwn(env ?? {}, name)) {
      at.add('', `${show(name)} has a value in env already. Leave one of them out.`);
    } else {
      checkLength(name, MAX_NAME, at, '');
    }
    return { name, valueFrom: EnvValueSource.HOST };
  });
}

function checkLength(text: string | undefined, most: number, problems: Problems, field: string): void {
  const length = Buffer.byteLength(text ?? '');
  if (length > most) {
    problems.add(field, `has ${length} bytes, and Istio takes at most ${most}. Write a shorter one.`);
  }
}
