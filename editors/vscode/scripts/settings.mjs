// Writes what the manifest says of the server's settings, and the schema of copydesk.toml, from the page of rules that
// `copydesk explain --markdown` prints. With --check, fails where they are not up to date.

import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const manifestPath = join(here, 'package.json');
const schemaPath = join(here, 'schemas/copydesk.json');
const check = process.argv.includes('--check');

const LEVELS = ['error', 'warning', 'info', 'hint', 'off'];

// | [`unlinked-actor`](#unlinked-actor) | warning | repaired by --fix | A name of the registry stands unlinked. |
const page = readFileSync(join(here, '../../docs/rules.md'), 'utf8');
const rows = [...page.matchAll(/^\| \[`([a-z-]+)`\]\(#[a-z-]+\) \| (\w+) \| [^|]*\| (.+) \|$/gm)];
const rules = Object.fromEntries(
  rows.map(([, code, level, summary]) => [code, { type: 'string', enum: LEVELS, default: level, description: summary }]),
);
if (rows.length < 40 || rows.some(([, , level]) => !LEVELS.includes(level))) {
  throw new Error(`docs/rules.md has ${rows.length} rules that can be read`);
}
const levels = { type: 'object', additionalProperties: false, properties: rules };
const globs = { type: ['string', 'array'], items: { type: 'string' } };

// The keys of src/config.rs; the tests compare them with those that the server names.
const schema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'copydesk.toml',
  type: 'object',
  additionalProperties: false,
  properties: {
    registry: { ...globs, description: 'Registry files, as globs relative to this file.' },
    articles: { ...globs, description: 'Articles beside *.news.md, as globs relative to this file.' },
    language: { type: 'string', description: 'The language of articles that state none, as a BCP 47 tag.' },
    'time-zone': { type: 'string', description: 'The newsroom’s time zone, as an IANA name.' },
    mentions: { enum: ['first', 'every'], default: 'first', description: 'Whether one link per actor and article is enough, or each mention must be linked.' },
    builtin: { enum: ['know', 'link', 'off'], default: 'know', description: 'What is done with built-in countries and capitals.' },
    links: { enum: ['auto', 'inline', 'cast-list'], default: 'auto', description: 'The form that repairs and completions write.' },
    rules: { ...levels, description: 'A severity for each rule.' },
    prefixes: { type: 'object', additionalProperties: { type: 'string' }, description: 'Outside authorities: wd = "http://www.wikidata.org/entity/{}".' },
    override: {
      type: 'array',
      description: 'Levels for some of the files.',
      items: { type: 'object', required: ['files'], additionalProperties: false, properties: { files: globs, rules: levels } },
    },
  },
};

const manifest = JSON.parse(readFileSync(manifestPath, 'utf8'));
const settings = manifest.contributes.configuration.find((part) => part.title === 'Rules');
settings.properties['copydesk.rules'] = {
  ...levels,
  default: {},
  scope: 'resource',
  markdownDescription:
    'A severity for each rule, above what `copydesk.toml` says. The linter does not see these: what a newsroom agrees on belongs in `copydesk.toml`.',
};

let stale = false;
for (const [path, value] of [[manifestPath, manifest], [schemaPath, schema]]) {
  const text = `${JSON.stringify(value, null, 2)}\n`;
  let old = '';
  try {
    old = readFileSync(path, 'utf8');
  } catch {
    // The first time there is none.
  }
  if (old === text) continue;
  stale = true;
  if (check) console.error(`${path} is not up to date: run npm run settings`);
  else writeFileSync(path, text);
}
if (check && stale) process.exit(1);
console.log(`${rows.length} rules`);
