import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { checkAll } from '../../lib/checks/check-manifests';
import { readSettings } from '../../lib/checks/read-settings';
import { meshGraph } from '../../lib/graph/mesh-graph';
import { pageHtml } from '../../lib/page/page-html';
import { askedTrace } from '../../lib/report/asked-trace';
import { traceText } from '../../lib/report/trace-text';
import { Problems } from '../../lib/core/problems';
import { meshToAsk } from '../../lib/tracing/mesh-to-ask';
import type { Question } from '../../lib/tracing/question';

/** Files of pages, for as long as the tests run. */
export class Pages {
  private readonly folder = mkdtempSync(path.join(os.tmpdir(), 'page-'));

  /** @returns the file */
  public write(name: string, manifests: readonly object[]): string {
    const settings = readSettings({});
    const asked = meshToAsk(manifests, settings);
    const { findings: found } = checkAll(manifests, readSettings({ world: 'closed' }));
    const findings = found.map(({ finding }) => finding);
    const graph = meshGraph(asked.mesh, findings);
    return this.file(name, pageHtml({ graph, asked, findings, locate: () => ({}) }));
  }

  /** @returns the file */
  public file(name: string, html: string): string {
    const file = path.join(this.folder, `${name}.html`);
    writeFileSync(file, html);
    return file;
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What the command says of a request. */
export function traced(manifests: readonly object[], question: Question): string {
  const report = askedTrace(meshToAsk(manifests, readSettings({})), question, () => ({}), new Problems());
  return traceText(report!);
}
