import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { checkAll } from '../../lib/checks/check-manifests';
import { readSettings } from '../../lib/checks/read-settings';
import { meshGraph } from '../../lib/graph/mesh-graph';
import { World } from '../../lib/core/world';
import { pageHtml } from '../../lib/page/page-html';
import type { PageSource } from '../../lib/page/page-source';
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
    return this.file(name, pageHtml(sourceOf(manifests)));
  }

  /** @returns the file of a page that has both */
  public compare(name: string, before: readonly object[], after: readonly object[]): string {
    return this.file(name, pageHtml(sourceOf(after), sourceOf(before)));
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

function sourceOf(manifests: readonly object[]): PageSource {
  const asked = meshToAsk(manifests, readSettings({}));
  const { findings: found } = checkAll(manifests, readSettings({ world: World.CLOSED }));
  const findings = found.map(({ finding }) => finding);
  return { graph: meshGraph(asked.mesh, findings), asked, findings, locate: () => ({}) };
}

/** What the command says of a request. */
export function traced(manifests: readonly object[], question: Question): string {
  const report = askedTrace(meshToAsk(manifests, readSettings({})), question, () => ({}), new Problems());
  return traceText(report!);
}
