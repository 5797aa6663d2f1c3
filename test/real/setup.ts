import { prepareToolchain } from './toolchain';

export default function setup(): void {
  prepareToolchain();
}
