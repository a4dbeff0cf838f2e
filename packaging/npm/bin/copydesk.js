#!/usr/bin/env node
// Starts the program, which is in a package of its own for each system and processor.
'use strict';

const { spawnSync } = require('child_process');
const { constants } = require('os');

const name = `@copydesk/${process.platform}-${process.arch}`;
const file = process.platform === 'win32' ? 'copydesk.exe' : 'copydesk';

let program;
try {
  program = require.resolve(`${name}/bin/${file}`);
} catch {
  console.error(`copydesk: the package ${name} is not installed`);
  console.error('  help: install again without --omit=optional; if this system is not supported, build copydesk with cargo');
  process.exit(2);
}

// The program decides what an interrupt does.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
const done = spawnSync(program, process.argv.slice(2), { stdio: 'inherit', windowsHide: true });
if (done.error) {
  console.error(`copydesk: ${program}: cannot be started: ${done.error.message}`);
  process.exit(2);
}
process.exit(done.status ?? 128 + (constants.signals[done.signal] ?? 0));
