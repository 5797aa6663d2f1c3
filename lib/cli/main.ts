#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { commandLine } from '../analysis';

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // Whoever reads the report has enough of it (`| head`).
    if (error.code !== 'EPIPE') {
      throw error;
    }
    process.exit();
  });
}

// The runtimes of jsii start this command too. Its options and its files are the same in all languages.
delete process.env.JSII_AGENT;

process.exitCode = commandLine().run(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
  stdin: () => readFileSync(0),
  environment: process.env,
  isTerminal: process.stdout.isTTY,
});
