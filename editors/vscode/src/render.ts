// Renders an article as a page, without VS Code.

import MarkdownIt from 'markdown-it';

/** What is shown above the text. */
export interface Headline {
  headline: string | undefined;
  reference: string | undefined;
  byline: string | undefined;
  dateline: string | undefined;
}

/** A finding in the source. */
export interface Marked {
  /** Its first and last offset in UTF-16 units. */
  from: number;
  to: number;
  severity: string;
  title: string;
  number: number;
  isHint: boolean;
}

// Findings are carried through the Markdown reader as characters for private use: one that says where a finding begins, one
// that says where it ends. Each is followed by the number of the finding, as a character, too.
const BEGIN = '\u{F0000}';
const END = '\u{F0001}';
const FIRST = 0xf1000;
const MOST = 2000;
const CARRIED = /[\u{F0000}-\u{F1FFF}]/gu;
const STEP = /(\u{F0000}|\u{F0001})([\u{F1000}-\u{F1FFF}])/gu;
const RAW_LINK = /\[([^[\]\n]*)\]\(((?:actor|person|org|place|event|date):[^)\s]*)[ \t]*$/gm;

const SCHEMES = /^(actor|person|org|place|event|date):(.*)$/;
const CLASSES: Record<string, string> = { org: 'organisation' };

const markdown = new MarkdownIt({ html: true, linkify: false, typographer: false });
/** The findings on the page that is rendered, and those that are open at the current word. */
let findings: Marked[] = [];
let open: number[] = [];
markdown.renderer.rules.text = (tokens, index) => words(tokens[index]?.content ?? '');
// HTML, comments and images in an article are not shown: nothing is run or loaded.
markdown.renderer.rules.html_block = () => '';
markdown.renderer.rules.html_inline = () => '';
markdown.renderer.rules.image = (tokens, index) => `<span class="image">${escape(tokens[index]?.content ?? '')}</span>`;
markdown.renderer.rules.link_open = (tokens, index) => {
  const target = String(tokens[index]?.attrGet('href') ?? '');
  const found = SCHEMES.exec(decoded(target));
  if (!found) return `<span class="link" title="${escape(target)}">`;
  const [, scheme = '', id = ''] = found;
  if (id === '') return `<mark class="${CLASSES[scheme] ?? scheme} unfinished">`;
  return `<mark class="${CLASSES[scheme] ?? scheme}" title="${escape(`${scheme}:${id}`)}">`;
};
markdown.renderer.rules.link_close = (tokens, index) => {
  let depth = 0;
  for (let at = index; at >= 0; at -= 1) {
    const type = tokens[at]?.type;
    if (type === 'link_close') depth += 1;
    if (type === 'link_open' && (depth -= 1) === 0) {
      return SCHEMES.test(decoded(String(tokens[at]?.attrGet('href') ?? ''))) ? '</mark>' : '</span>';
    }
  }
  return '</span>';
};
// Each block of text has its lines in the source and the direction of its letters.
markdown.core.ruler.push('direction', (state) => {
  state.tokens.forEach((token, index) => {
    if (token.nesting !== 1) return;
    if (token.map && /^(paragraph|heading|td|th|list_item|blockquote)_open$/.test(token.type)) {
      token.attrSet('data-line', `${token.map[0] + (state.env as { offset: number }).offset}`);
      token.attrSet('data-end', `${token.map[1] - 1 + (state.env as { offset: number }).offset}`);
    }
    const text = /^(paragraph|heading|td|th)_open$/.test(token.type) ? state.tokens[index + 1]?.content : undefined;
    if (text !== undefined) token.attrSet('dir', directionOf(text));
    if (/^(blockquote|bullet_list|ordered_list|table)_open$/.test(token.type)) {
      const first = state.tokens.slice(index).find((inner) => inner.type === 'inline');
      token.attrSet('dir', directionOf(first?.content ?? ''));
    }
  });
});

/** `rtl` if most letters of a text are right-to-left. Ids in links do not count. */
export function directionOf(text: string): 'rtl' | 'ltr' {
  const prose = text.replace(CARRIED, '').replace(/\]\([^)]*\)/g, ']');
  const right = prose.match(/[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/gu);
  const letters = prose.match(/\p{L}/gu);
  return (right?.length ?? 0) * 2 > (letters?.length ?? 0) ? 'rtl' : 'ltr';
}

/** The whole page. It loads nothing and runs only its own script: its policy allows no other. */
export function page(source: string, plain: boolean, about: Headline, marked: Marked[], nonce: string, key: string): string {
  findings = marked.slice(0, MOST);
  open = [];
  const front = frontMatterLength(source);
  const text = finished(carrying(source, findings)).slice(plain ? 0 : carriedLength(source, front));
  const offset = plain ? 0 : (source.slice(0, front).match(/\n/g)?.length ?? 0);
  const body = plain ? paragraphs(text) : markdown.render(text, { offset }).replace(CARRIED, '');
  const direction = directionOf(about.headline ?? source.slice(front));
  const headline = about.headline
    ? `<h1 class="headline" dir="${directionOf(about.headline)}">${escape(about.headline)}</h1>`
    : '';
  const line = (name: string, value: string | undefined) =>
    value ? `<p class="${name}" dir="${direction}"><bdi>${escape(value)}</bdi></p>` : '';
  const above = line('byline', about.byline) + line('dateline', about.dateline) + line('reference', about.reference);
  return `<!DOCTYPE html>
<html><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'">
<style nonce="${nonce}">${STYLE}</style></head>
<body data-key="${escape(key)}"><article>${headline}${above}${body}</article><script nonce="${nonce}">${SCRIPT}</script></body></html>`;
}

/** Byline and dateline in the front matter. */
export function plainMeta(source: string): { byline: string | undefined; dateline: string | undefined } {
  const front = source.slice(0, frontMatterLength(source));
  const value = (keys: string) => {
    const found = new RegExp(`^["']?(?:${keys})["']?[ \\t]*[:=][ \\t]*(\\S.*?)[ \\t]*$`, 'mi').exec(front)?.[1];
    const list = found?.replace(/^\[|\]$/g, '').split(',').map((part) => part.trim().replace(/^(["'])(.*)\1$/, '$2'));
    // A value over several lines is not shown.
    return found === undefined || /^[|>&*{]/.test(found) ? undefined : (found.startsWith('[') ? list?.join(', ') : found.replace(/^(["'])(.*)\1$/, '$2'));
  };
  return { byline: value('author|authors|byline|creator'), dateline: value('dateline') };
}

/** The source with characters where findings begin and end. A finding in the destination of a link is moved to its text. */
function carrying(source: string, marked: Marked[]): string {
  const clean = source.replace(/[\u{F0000}-\u{F1FFF}]/gu, '\uFFFD\uFFFD');
  const links = [...clean.matchAll(/\[([^[\]\n]*)\]\([^)\n]*\)?/g)];
  const steps: { at: number; text: string; isEnd: boolean }[] = [];
  marked.forEach((finding, nth) => {
    let { from, to } = finding;
    const link = links.find((one) => from >= one.index && to <= one.index + one[0].length);
    const label = link?.[1] ?? '';
    // The words of a link show what is wrong with its destination, or with the link as a whole.
    if (link && label !== '' && (to > link.index + 1 + label.length || from === link.index)) {
      [from, to] = [link.index + 1, link.index + 1 + label.length];
    }
    if (to <= from) return;
    const number = String.fromCodePoint(FIRST + nth);
    steps.push({ at: from, text: BEGIN + number, isEnd: false }, { at: to, text: END + number, isEnd: true });
  });
  steps.sort((a, b) => a.at - b.at || Number(b.isEnd) - Number(a.isEnd));
  let [out, last] = ['', 0];
  for (const { at, text } of steps) {
    out += clean.slice(last, at) + text;
    last = at;
  }
  return out + clean.slice(last);
}

/** The length of the start of a source with the characters of its findings. */
function carriedLength(source: string, front: number): number {
  return carrying(source, findings.filter((finding) => finding.to <= front)).length - (source.length - front);
}

/** Closes links that are not finished, so that a reader sees their words only. */
function finished(text: string): string {
  return text.replace(RAW_LINK, (_, label: string, target: string) => `[${label}](${target.replace(CARRIED, '').replace(/:.*/, ':')})`);
}

/** Words as HTML, in which findings are marked. An element ends where its words end, so findings are closed and begun again. */
function words(text: string): string {
  const tags = (numbers: number[]) => numbers.map(tag).join('');
  let [out, last] = [tags(open), 0];
  for (const step of text.matchAll(STEP)) {
    out += escape(text.slice(last, step.index).replace(CARRIED, '')) + '</span>'.repeat(open.length);
    const number = (step[2]?.codePointAt(0) ?? FIRST) - FIRST;
    open = open.filter((other) => other !== number);
    if (step[1] === BEGIN) open.push(number);
    out += tags(open);
    last = step.index + step[0].length;
  }
  return out + escape(text.slice(last).replace(CARRIED, '')) + '</span>'.repeat(open.length);
}

function tag(number: number): string {
  const finding = findings[number];
  return finding ? `<span class="finding ${finding.severity}" data-finding="${finding.number}" title="${escape(finding.title)}">` : '<span>';
}

function paragraphs(source: string): string {
  let [out, line] = ['', 0];
  for (const block of source.split(/(\r?\n[ \t]*\r?\n\s*)/)) {
    const lines = block.match(/\n/g)?.length ?? 0;
    const content = block.trim();
    if (content.replace(CARRIED, '') !== '') {
      const direction = directionOf(content.replace(CARRIED, ''));
      out += `<p dir="${direction}" data-line="${line}" data-end="${line + lines}">${words(content).replaceAll('\n', '<br>')}</p>\n`;
    }
    line += lines;
  }
  return out;
}

/** The length of the front matter including its fences. */
export function frontMatterLength(source: string): number {
  return /^\uFEFF?(---|\+\+\+)[ \t]*\r?\n[\s\S]*?\r?\n\1[ \t]*(\r?\n|$)/.exec(source)?.[0].length ?? 0;
}

function decoded(target: string): string {
  try {
    return decodeURIComponent(target);
  } catch {
    return target;
  }
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

const STYLE = `
body { padding: 1.5rem 2rem 3rem; font-size: 1.1rem; line-height: 1.9;
  font-family: 'Noto Naskh Arabic', 'Amiri', 'Geeza Pro', 'Traditional Arabic', Georgia, 'Noto Serif', serif; }
article { max-width: 42rem; margin: 0 auto; }
p, li, blockquote, h1, h2, h3 { unicode-bidi: isolate; }
[dir=rtl] { text-align: right; }
[dir=ltr] { text-align: left; }
h1.headline { font-size: 1.7rem; line-height: 1.4; margin: 0 0 .2rem; }
.byline, .dateline, .reference { margin: 0; opacity: .75; font-size: .9rem; }
.reference { margin-bottom: 1.4rem; }
.byline { font-weight: 600; }
mark { color: inherit; background: none; border-bottom: 2px solid; border-radius: 3px 3px 0 0; padding: 0 .12em; }
mark.actor, mark.person { border-color: var(--vscode-charts-blue); background: color-mix(in srgb, var(--vscode-charts-blue) 16%, transparent); }
mark.organisation { border-color: var(--vscode-charts-purple); background: color-mix(in srgb, var(--vscode-charts-purple) 16%, transparent); }
mark.place { border-color: var(--vscode-charts-green); background: color-mix(in srgb, var(--vscode-charts-green) 16%, transparent); }
mark.event { border-color: var(--vscode-charts-orange); background: color-mix(in srgb, var(--vscode-charts-orange) 16%, transparent); }
mark.date { border-color: var(--vscode-charts-yellow); background: color-mix(in srgb, var(--vscode-charts-yellow) 16%, transparent); }
mark.unfinished { border-bottom-style: dashed; opacity: .85; }
.finding { cursor: pointer; text-decoration-line: underline; text-decoration-style: wavy; text-decoration-thickness: 1.5px; text-underline-offset: .3em; text-decoration-skip-ink: none; }
.finding.error { text-decoration-color: var(--vscode-editorError-foreground); }
.finding.warning { text-decoration-color: var(--vscode-editorWarning-foreground); }
.finding.info { text-decoration-color: var(--vscode-editorInfo-foreground); }
.finding.hint { text-decoration-color: var(--vscode-editorInfo-foreground); text-decoration-style: dotted; text-decoration-thickness: 2px; }
.finding:hover { background: var(--vscode-editor-hoverHighlightBackground); }
.current { box-shadow: 0 0 0 .35rem var(--vscode-editor-lineHighlightBackground, transparent), inset 0 0 0 100vmax var(--vscode-editor-lineHighlightBackground, transparent); border-radius: 2px; }
.link { text-decoration: underline dotted; }
.image { opacity: .7; font-style: italic; }
.image::before { content: '▣ '; }
`;

// Runs in the page: clicks go to the source, and the block of the cursor is marked and shown.
const SCRIPT = `
const vscode = acquireVsCodeApi();
const key = document.body.dataset.key;
const state = vscode.getState();
if (state && state.key === key) scrollTo(0, state.top);
addEventListener('scroll', () => vscode.setState({ key, top: scrollY }));
addEventListener('click', (event) => {
  const finding = event.target.closest('[data-finding]');
  if (finding) return vscode.postMessage({ finding: Number(finding.dataset.finding) });
  const block = event.target.closest('[data-line]');
  if (!block) return;
  const caret = document.caretRangeFromPoint(event.clientX, event.clientY);
  const before = document.createRange();
  before.selectNodeContents(block);
  if (caret && block.contains(caret.startContainer)) before.setEnd(caret.startContainer, caret.startOffset);
  const at = before.toString().length;
  const text = block.textContent;
  const start = text.slice(0, at).search(/[^\\s\\p{P}]*$/u);
  const word = /^[^\\s\\p{P}]*/u.exec(text.slice(start))[0];
  const nth = word === '' ? 0 : text.slice(0, start).split(word).length - 1;
  vscode.postMessage({ line: Number(block.dataset.line), end: Number(block.dataset.end), word, nth });
});
addEventListener('message', ({ data }) => {
  if (data.line === undefined) return;
  const blocks = [...document.querySelectorAll('[data-line]')];
  const is = (block) => Number(block.dataset.line) <= data.line && data.line <= Number(block.dataset.end);
  const current = blocks.filter(is).at(-1);
  for (const block of blocks) block.classList.toggle('current', block === current);
  current?.scrollIntoView({ block: 'nearest' });
});
`;
