import { prepareBindings } from './bindings';
import { LANGUAGES } from './languages';
import { requireToolchains } from './toolchains';

export default function setup(): void {
  requireToolchains();
  prepareBindings();
  for (const language of LANGUAGES) {
    language.prepare();
  }
}
