import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
const RELEASES = JSON.parse(readFileSync(join(ROOT, 'tools/import/releases.json'), 'utf8')) as {
  istio: string[];
  gatewayApi: string;
};

/** Everything that is built or downloaded; safe to delete. */
export const CACHE = join(ROOT, 'node_modules/.cache/cdk8s-istio/real');

/** The program of test/real/istiod. */
export const ISTIOD = join(CACHE, 'istiod');

/** Release of Istio whose API the CRDs are. */
export const ISTIO_VERSION = RELEASES.istio[RELEASES.istio.length - 1];

export const GATEWAY_API_VERSION = RELEASES.gatewayApi;

/** Where Go has the source of the istiod that the tests run. */
export function istioSource(): string {
  const [, version] = /istio\.io\/istio v(\S+)/.exec(readFileSync(join(__dirname, 'istiod/go.mod'), 'utf8'))!;
  return moduleFolder('istio.io/istio', version);
}

/** The CRDs of the pinned releases. */
export const CRDS = [
  join(CACHE, `istio-${ISTIO_VERSION}.crds.yaml`),
  join(CACHE, `gateway-api-${GATEWAY_API_VERSION}.crds.yaml`),
];

const VENV = join(CACHE, 'venv');

/** The stock Envoy of the pinned Python package. */
export function envoyBinary(): string {
  const lib = join(VENV, 'lib');
  for (const python of existsSync(lib) ? readdirSync(lib) : []) {
    const binary = join(lib, python, 'site-packages/envoy/_bin/envoy');
    if (existsSync(binary)) {
      return binary;
    }
  }
  throw new Error(`no Envoy in ${VENV}; delete the folder and run again`);
}

/** Builds and downloads what is missing or out of date. */
export function prepareToolchain(): void {
  requireLinux();
  mkdirSync(CACHE, { recursive: true });
  const istiod = join(__dirname, 'istiod');
  once('istiod', sources(istiod), () => {
    requireGo();
    process.stdout.write('building istiod (some minutes the first time) ...\n');
    run('go', ['build', '-ldflags', '-s -w', '-o', ISTIOD, '.'], istiod);
  });
  once('crds', [ISTIO_VERSION, GATEWAY_API_VERSION], () => {
    requireGo();
    const istio = join(moduleFolder('istio.io/api', ISTIO_VERSION), 'kubernetes/customresourcedefinitions.gen.yaml');
    writeFileSync(CRDS[0], readFileSync(istio));
    const gatewayApi = join(moduleFolder('sigs.k8s.io/gateway-api', GATEWAY_API_VERSION), 'config/crd/standard');
    const files = readdirSync(gatewayApi).filter((file) => /^gateway\..*\.yaml$/.test(file));
    writeFileSync(CRDS[1], files.map((file) => `---\n${readFileSync(join(gatewayApi, file), 'utf8')}`).join(''));
  });
  const requirements = join(__dirname, 'requirements.txt');
  once('envoy', [readFileSync(requirements, 'utf8')], () => {
    requirePython();
    process.stdout.write('installing Envoy ...\n');
    rmSync(VENV, { recursive: true, force: true });
    run('python3', ['-m', 'venv', VENV], CACHE);
    run(join(VENV, 'bin/pip'), ['install', '--quiet', '--no-deps', '-r', requirements], CACHE);
    envoyBinary();
  });
}

/** Does something again only when what it is made from has changed. */
function once(name: string, inputs: string[], make: () => void): void {
  const stamp = join(CACHE, `${name}.sha256`);
  const hash = createHash('sha256').update(inputs.join('\0')).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) {
    return;
  }
  make();
  writeFileSync(stamp, hash);
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.go$|^go\.(mod|sum)$/.test(file))
    .sort()
    .map((file) => `${file}\n${readFileSync(join(folder, file), 'utf8')}`);
}

function moduleFolder(module: string, version: string): string {
  // Outside of any module, so that no go.mod has a say.
  const answer = run('go', ['mod', 'download', '-json', `${module}@v${version}`], CACHE);
  return (JSON.parse(answer) as { Dir: string }).Dir;
}

function run(command: string, args: string[], cwd: string): string {
  const result = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 1 << 26 });
  if (result.status !== 0) {
    const why = result.error?.message ?? result.stderr + result.stdout;
    throw new Error(`${command} ${args.join(' ')} failed:\n${why}`);
  }
  return result.stdout;
}

function requireLinux(): void {
  if (process.platform !== 'linux') {
    throw new Error('test:real needs Linux: each workload has its own address in 127.0.0.0/8.');
  }
  requireCommand('setpriv', ['--version'], 'Install util-linux: nothing may be left running when the test is killed.');
}

function requireGo(): void {
  const wanted = /^go (\d+)\.(\d+)/m.exec(readFileSync(join(__dirname, 'istiod/go.mod'), 'utf8'))!;
  requireCommand(
    'go',
    ['version'],
    `Install Go ${wanted[1]}.${wanted[2]} or later (https://go.dev/dl/): istiod is built from its Go module.`,
  );
}

function requirePython(): void {
  requireCommand(
    'python3',
    ['-c', 'import venv, ensurepip'],
    'Install Python 3.9 or later with venv (Debian, Ubuntu: python3-venv): Envoy comes as a Python package.',
  );
}

function requireCommand(command: string, args: string[], instead: string): void {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
  } catch {
    throw new Error(`test:real cannot run "${command} ${args.join(' ')}". ${instead}`);
  }
}
