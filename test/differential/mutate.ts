import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import type { Random } from './random';

type Container = Record<string, unknown> | unknown[];

/** A place in a manifest. */
interface Place {
  readonly holder: Container;
  readonly key: string | number;
}

const NUMBERS = [
  0,
  1,
  -1,
  2,
  15,
  80,
  99,
  100,
  101,
  443,
  65535,
  65536,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32,
  1.5,
  0.00001,
  1e21,
];

const TEXTS = [
  '', ' ', '.', '*', '*.', '*.com', '*.example.com', '*a.example.com', 'a', 'A', 'a.b', 'a b', 'a_b', '-a', 'a-', 'mesh', '/', 'a/b', '*/*', './*', '~/*', './a.com',
  'ü.example.com', 'x'.repeat(64), 'x'.repeat(254), `${'x'.repeat(60)}.${'y'.repeat(60)}.com`, '0', '1', '80', '-1', '0s', '1ms', '0.5ms', '1s', '1.5s', '5m', '1h', '-1s', '10', '1d',
  '(', '[a', 'a|b', '(?i)a', '(?=a)', '\\d+', '.*', '127.0.0.1', '1.2.3.4/24', '1.2.3.4/33', '::1', '::1/64', '999.1.1.1', 'http://a.com', 'https://a.com/x', 'unix:///a/b', '@a', '%REQ(x)%', '%',
  'true', 'null', '~', 'NaN', 'HTTP', 'http', 'TLS', 'SIMPLE', 'ISTIO_MUTUAL', 'DNS', 'NONE', 'STATIC', 'ALLOW', 'DENY', 'GATEWAY', '__proto__', 'constructor', '\u0000', '😀',
]; // prettier-ignore

const OTHER_TYPES: readonly unknown[] = [null, true, false, 'text', 5, [], {}, [{}], ['a'], { a: 'b' }];

/** Makes one to three mistakes in a copy of manifests. */
export function mutate(manifests: readonly Manifest[], random: Random): Manifest[] {
  const copy = structuredClone(manifests) as Manifest[];
  const times = 1 + random.below(3);
  for (let i = 0; i < times && copy.length > 0; i++) {
    (random.below(6) === 0 ? changeSet : changeField)(copy, random);
  }
  return copy;
}

/** A change of the set: an object less, one more of the same, another name or namespace. */
function changeSet(manifests: Manifest[], random: Random): void {
  const at = random.below(manifests.length);
  const metadata = manifests[at].metadata as Record<string, unknown>;
  switch (random.below(4)) {
    case 0:
      manifests.splice(at, 1);
      break;
    case 1: {
      const twin = structuredClone(manifests[at]);
      (twin.metadata as Record<string, unknown>).name = `${String(metadata.name)}-2`;
      manifests.push(twin);
      break;
    }
    case 2:
      metadata.namespace = random.pick(['shop', 'istio-system', 'default', 'frontend']);
      break;
    default:
      metadata.name = random.pick(manifests.map((each) => (each.metadata as Record<string, unknown>).name));
  }
}

function changeField(manifests: Manifest[], random: Random): void {
  const places = placesOf(random.pick(manifests));
  if (places.length === 0) {
    return;
  }
  const { holder, key } = random.pick(places);
  const value = (holder as Record<string | number, unknown>)[key];
  const put = (given: unknown): void => {
    (holder as Record<string | number, unknown>)[key] = given;
  };
  switch (random.below(10)) {
    case 0:
      if (Array.isArray(holder)) {
        holder.splice(Number(key), 1);
      } else {
        delete holder[key];
      }
      break;
    case 1:
      put(structuredClone(random.pick(OTHER_TYPES)));
      break;
    case 2:
      if (Array.isArray(holder)) {
        holder.push(structuredClone(value));
      } else if (Array.isArray(value) && value.length > 0) {
        value.push(structuredClone(random.pick(value)));
      } else {
        holder[`${key}X`] = structuredClone(value);
      }
      break;
    case 3: {
      // A value of the same field elsewhere, or any text of the set.
      const all = manifests
        .flatMap(placesOf)
        .map((place) => ({ ...place, value: (place.holder as Record<string | number, unknown>)[place.key] }));
      const like = all.filter(
        (place) => place.key === key || (typeof place.value === 'string' && typeof value === 'string'),
      );
      put(structuredClone(like.length === 0 ? value : random.pick(like).value));
      break;
    }
    case 4:
      if (!Array.isArray(holder)) {
        delete holder[key];
        holder[String(key).replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)] = value;
      } else {
        put(null);
      }
      break;
    default:
      if (typeof value === 'number') {
        put(random.below(8) === 0 ? String(value) : random.pick(NUMBERS));
      } else if (typeof value === 'string') {
        put(random.below(8) === 0 ? random.pick(NUMBERS) : random.pick(TEXTS));
      } else if (typeof value === 'boolean') {
        put(!value);
      } else if (Array.isArray(value)) {
        put([]);
      } else {
        put({});
      }
  }
}

/** Every field below spec and of labels and annotations. */
function placesOf(manifest: Manifest): Place[] {
  const places: Place[] = [];
  const visit = (holder: Container): void => {
    for (const key of Array.isArray(holder) ? holder.keys() : Object.keys(holder)) {
      places.push({ holder, key });
      const value = (holder as Record<string | number, unknown>)[key];
      if (typeof value === 'object' && value !== null) {
        visit(value as Container);
      }
    }
  };
  const metadata = manifest.metadata as Record<string, unknown>;
  for (const part of [manifest.spec, metadata.labels, metadata.annotations]) {
    if (typeof part === 'object' && part !== null) {
      visit(part as Container);
    }
  }
  return places;
}
