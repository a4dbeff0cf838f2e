// Writes the schema of copydesk.toml, as printed by `copydesk schema`, and from it the settings of rules in the manifest.
// COPYDESK is the program; by default, cargo builds it. With --check, nothing is built: the script fails if the manifest does
// not agree with the schema file, which a test of the program (tests/it/generated.rs) checks.

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const manifestPath = join(here, 'package.json');
const schemaPath = join(here, 'schemas/copydesk.json');
const check = process.argv.includes('--check');

if (!check) {
  const [program, ...before] = process.env.COPYDESK
    ? [process.env.COPYDESK]
    : ['cargo', 'run', '--quiet', '--locked', '--manifest-path', join(here, '../../Cargo.toml'), '--'];
  const schema = execFileSync(program, [...before, 'schema', 'config'], { stdio: ['ignore', 'pipe', 'inherit'] });
  writeFileSync(schemaPath, schema);
}

// "unlinked-actor": { "allOf": [{ "$ref": "#/definitions/level" }], "default": "warning", "description": "…" }
const { level, levels } = JSON.parse(readFileSync(schemaPath, 'utf8')).definitions;
const rules = Object.entries(levels.properties).map(([code, rule]) => [
  code,
  { type: level.type, enum: level.enum, default: rule.default, description: rule.description },
]);

const manifest = JSON.parse(readFileSync(manifestPath, 'utf8'));
const settings = manifest.contributes.configuration.find((part) => part.title === 'Rules');
settings.properties['copydesk.rules'] = {
  type: levels.type,
  additionalProperties: levels.additionalProperties,
  properties: Object.fromEntries(rules),
  default: {},
  scope: 'resource',
  markdownDescription:
    'Severities of rules, overriding `copydesk.toml`. They apply only in this editor; shared settings belong in `copydesk.toml`.',
};

const text = `${JSON.stringify(manifest, null, 2)}\n`;
if (text !== readFileSync(manifestPath, 'utf8')) {
  if (check) {
    console.error(`${manifestPath} is not up to date: run npm run settings`);
    process.exit(1);
  }
  writeFileSync(manifestPath, text);
}
console.log(`${rules.length} rules`);
