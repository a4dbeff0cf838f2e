// Renders an article as a page, without VS Code.

import MarkdownIt from 'markdown-it';

/** The headline and date that are shown above the text. */
export interface Headline {
  headline: string | undefined;
  reference: string | undefined;
}

const SCHEMES = /^(actor|person|org|place|event|date):(.*)$/;
const CLASSES: Record<string, string> = { org: 'organisation' };

const markdown = new MarkdownIt({ html: true, linkify: false, typographer: false });
// HTML, comments and images in an article are not shown: nothing is run or loaded.
markdown.renderer.rules.html_block = () => '';
markdown.renderer.rules.html_inline = () => '';
markdown.renderer.rules.image = (tokens, index) => `<span class="image">${escape(tokens[index]?.content ?? '')}</span>`;
markdown.renderer.rules.link_open = (tokens, index) => {
  const target = String(tokens[index]?.attrGet('href') ?? '');
  const found = SCHEMES.exec(decoded(target));
  if (!found) return `<span class="link" title="${escape(target)}">`;
  const [, scheme = '', id = ''] = found;
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
// Each block of text has the direction of its letters.
markdown.core.ruler.push('direction', (state) => {
  state.tokens.forEach((token, index) => {
    if (token.nesting !== 1) return;
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
  const prose = text.replace(/\]\([^)]*\)/g, ']');
  const right = prose.match(/[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/gu);
  const letters = prose.match(/\p{L}/gu);
  return (right?.length ?? 0) * 2 > (letters?.length ?? 0) ? 'rtl' : 'ltr';
}

/** The whole page. It loads and runs nothing: its policy allows only its own style. */
export function page(source: string, plain: boolean, about: Headline, nonce: string): string {
  const body = plain ? paragraphs(source) : markdown.render(source.slice(frontMatterLength(source)));
  const headline = about.headline
    ? `<h1 class="headline" dir="${directionOf(about.headline)}">${escape(about.headline)}</h1>`
    : '';
  const reference = about.reference ? `<p class="reference" dir="${directionOf(about.headline ?? source)}">${escape(about.reference)}</p>` : '';
  return `<!DOCTYPE html>
<html><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'">
<style nonce="${nonce}">${STYLE}</style></head>
<body><article>${headline}${reference}${body}</article></body></html>`;
}

function paragraphs(source: string): string {
  return source
    .split(/\r?\n\s*\r?\n/)
    .map((block) => block.trim())
    .filter((block) => block !== '')
    .map((block) => `<p dir="${directionOf(block)}">${escape(block).replaceAll('\n', '<br>')}</p>`)
    .join('\n');
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
.reference { margin: 0 0 1.4rem; opacity: .7; font-size: .9rem; }
mark { color: inherit; background: none; border-bottom: 2px solid; border-radius: 3px 3px 0 0; padding: 0 .12em; }
mark.actor, mark.person { border-color: var(--vscode-charts-blue); background: color-mix(in srgb, var(--vscode-charts-blue) 16%, transparent); }
mark.organisation { border-color: var(--vscode-charts-purple); background: color-mix(in srgb, var(--vscode-charts-purple) 16%, transparent); }
mark.place { border-color: var(--vscode-charts-green); background: color-mix(in srgb, var(--vscode-charts-green) 16%, transparent); }
mark.event { border-color: var(--vscode-charts-orange); background: color-mix(in srgb, var(--vscode-charts-orange) 16%, transparent); }
mark.date { border-color: var(--vscode-charts-yellow); background: color-mix(in srgb, var(--vscode-charts-yellow) 16%, transparent); }
.link { text-decoration: underline dotted; }
.image { opacity: .7; font-style: italic; }
.image::before { content: '▣ '; }
`;
