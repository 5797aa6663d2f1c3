import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './raw';

const CACHE = path.join(ROOT, 'node_modules/.cache/cdk8s-istio/bench');
const PINS = path.join(ROOT, 'test/real/istiod');

/** The program `istioctl`, built from the release that the tests against real Istio pin. It takes minutes the first time. */
export function istioctl(): string {
  const program = path.join(CACHE, 'istioctl');
  if (!existsSync(program)) {
    mkdirSync(CACHE, { recursive: true });
    // The pins, to which the build adds what only istioctl needs.
    for (const name of ['go.mod', 'go.sum']) {
      copyFileSync(path.join(PINS, name), path.join(CACHE, name));
    }
    const flags = [`-modfile=${path.join(CACHE, 'go.mod')}`, '-mod=mod', '-ldflags', '-s -w', '-o', program];
    execFileSync('go', ['build', ...flags, 'istio.io/istio/istioctl/cmd/istioctl'], { cwd: PINS, stdio: 'inherit' });
  }
  return program;
}
