import type { Config } from 'jest';
import { publish } from './evidence';

export default function teardown({ updateSnapshot }: { updateSnapshot: 'all' | 'new' | 'none' } & Config): void {
  publish(updateSnapshot === 'all');
}
