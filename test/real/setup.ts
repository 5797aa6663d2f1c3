import { forgetRecords } from './evidence';
import { prepareToolchain } from './toolchain';

export default function setup(): void {
  prepareToolchain();
  forgetRecords();
}
