/**
 * The look of report.html: the reader's own fonts, rules instead of boxes, both colour schemes, tables and figures
 * that scroll by themselves so that the page never does, and a plain page on paper. The answers are set close: two of them are to be
 * seen at once on a screen of 1280 by 800, with what to trust and whether one has it.
 */
export const STYLE = `
:root {
  color-scheme: light dark;
  --text: #1c1d1f; --dim: #5c5f63; --back: #ffffff; --shade: #f4f4f2; --line: #d4d4d0; --rule: #6d7075;
  --link: #0a4f94; --warning: #a33c00; --clip: #00000038;
}
@media (prefers-color-scheme: dark) {
  :root {
    --text: #d9dadb; --dim: #9fa3a7; --back: #15171a; --shade: #202328; --line: #35393f; --rule: #85898f;
    --link: #8ab8ea; --warning: #eda266; --clip: #ffffff40;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 0.5rem; }
body {
  margin: 0; padding: 0 1rem 4rem; background: var(--back); color: var(--text);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif;
  overflow-wrap: break-word; font-variant-numeric: tabular-nums;
}
main, nav { max-width: 75rem; margin: 0 auto; }
p, li { max-width: 46rem; }
a { color: var(--link); text-underline-offset: 0.15em; }
h1, h2, h3 { line-height: 1.25; font-weight: 600; text-wrap: balance; }
h1 { font-size: 1.05rem; font-weight: 400; color: var(--dim); margin: 0.5rem 0 0.1rem; overflow-wrap: anywhere; }
h2 { font-size: 1.3rem; margin: 2.5rem 0 0.75rem; padding-top: 0.6rem; border-top: 2px solid var(--rule); }
h1 + h2 { border: 0; margin: 0; padding: 0; }
h3 { font-size: 1.05rem; margin: 2.25rem 0 0.5rem; }
:is(h2, h3) > a { color: inherit; text-decoration: none; }
:is(h2, h3) > a:hover { text-decoration: underline; }
code, pre { font: 0.875em/1.45 ui-monospace, "SF Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace; }
code { overflow-wrap: anywhere; background: var(--shade); padding: 0.05em 0.25em; border-radius: 2px; }
pre { background: var(--shade); padding: 0.75rem 1rem; overflow-x: auto; }
pre code { padding: 0; background: none; overflow-wrap: normal; }
.card {
  border: 1px solid var(--line); border-left: 4px solid var(--rule); border-radius: 3px; padding: 0.25rem 0.8rem; margin: 0.4rem 0;
}
.card, .card + p, .card + p + p { font-size: 0.9rem; line-height: 1.35; }
.card + p, .card + p + p { margin: 0.4rem 0; }
.card + p, .card + p + p, .card :is(p, li) { max-width: none; }
.card h3 { margin: 0.1rem 0 0.3rem; font-size: 1.1rem; }
.card h3 strong { font-size: 0.85em; letter-spacing: 0.03em; border: 1px solid; border-radius: 3px; padding: 0.05em 0.4em; }
.card :is(p, ul) { margin: 0.15rem 0; }
.card ul { padding-left: 1.1rem; }
.card figure, .card figure .scroll { margin: 0.1rem 0; }
.card figcaption { display: none; }
@media (min-width: 60rem) {
  .card { display: grid; grid-template-columns: minmax(0, 1fr) 24rem; column-gap: 1.25rem; grid-auto-rows: min-content; }
  .card > * { grid-column: 1; }
  .card > h3 { grid-column: 1 / -1; }
  .card > figure { grid-column: 2; grid-row: 2 / span 6; }
}
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; top: 0.5rem; background: var(--back); padding: 0.5rem; z-index: 2; }
.filter { display: block; width: 100%; font: inherit; margin: 0 0 0.75rem; padding: 0.25rem 0.5rem; color: inherit;
  background: var(--back); border: 1px solid var(--rule); border-radius: 3px; }
nav a[aria-current] { font-weight: 600; text-decoration: underline; }
.copy { text-align: right; font-size: 0.75rem; margin: -1.6rem 0 0; }
.copy button { font: inherit; margin-left: 0.3rem; }
tr:target td { background: var(--shade); }
.notices { list-style: none; margin: 1.25rem 0; padding: 0; }
.notices li { border-left: 3px solid var(--rule); margin: 0.5rem 0; padding: 0.1rem 0 0.1rem 0.75rem; }
.notices .warning { border-color: var(--warning); }
.notices .warning strong { color: var(--warning); }
.scroll {
  overflow-x: auto; max-width: 100%; margin: 0.75rem 0;
  background: linear-gradient(to right, var(--back) 30%, transparent) 0 0 / 2.5rem 100% no-repeat local,
    linear-gradient(to left, var(--back) 30%, transparent) 100% 0 / 2.5rem 100% no-repeat local,
    linear-gradient(to right, var(--clip), transparent) 0 0 / 0.8rem 100% no-repeat scroll,
    linear-gradient(to left, var(--clip), transparent) 100% 0 / 0.8rem 100% no-repeat scroll;
}
table {
  border-collapse: collapse; border-top: 2px solid var(--rule); border-bottom: 2px solid var(--rule);
  font-size: 0.875rem; line-height: 1.4;
}
th { font-weight: 600; vertical-align: bottom; border-bottom: 1px solid var(--rule); }
th, td { padding: 0.3rem 0.8rem; text-align: left; }
:is(th, td):first-child { padding-left: 0.25rem; }
td { vertical-align: top; white-space: nowrap; border-top: 1px solid var(--line); }
tbody tr:first-child td { border-top: 0; }
tbody tr:hover td { background: var(--shade); }
th span { display: inline-block; white-space: nowrap; }
table .number:first-child { position: sticky; left: 0; background: var(--back); }
.number { text-align: right; }
.long { white-space: normal; min-width: 9rem; max-width: 26rem; overflow-wrap: anywhere; }
.sortable th { cursor: pointer; position: relative; }
.sortable th::after {
  content: "\\2195"; position: absolute; right: 0.2rem; bottom: 0.3rem; color: var(--rule); opacity: 0.5; font-weight: 400;
}
.sortable th[aria-sort="ascending"]::after { content: "\\2191"; color: inherit; opacity: 1; }
.sortable th[aria-sort="descending"]::after { content: "\\2193"; color: inherit; opacity: 1; }
.note, figcaption { color: var(--dim); font-size: 0.875rem; max-width: 46rem; }
figure { margin: 0.75rem 0 1.5rem; }
figure .scroll { background: #ffffff; border: 1px solid var(--line); width: fit-content; }
figure svg { display: block; max-width: 100%; height: auto; }
@media (prefers-color-scheme: dark) {
  figure .scroll { background: none; }
  figure svg { filter: invert(0.915) hue-rotate(180deg); }
}
@media (max-width: 77.99rem) { body { display: flex; flex-direction: column; } nav { order: 2; width: 100%; } main { width: 100%; } }
@media (max-width: 40rem) { figure svg { min-width: 35rem; } .card figure svg { min-width: 0; } }
.flame-frames path { cursor: pointer; }
.flame-frames path:hover { stroke: #000000; stroke-width: 1px; }
.flame-bar { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; margin: 0.5rem 0; font-size: 0.875rem; }
.flame-bar :is(button, input) { font: inherit; }
.flame-bar output { color: var(--dim); overflow-wrap: anywhere; }
details { margin: 0.5rem 0; }
main > details { border-top: 1px solid var(--line); margin: 0; padding: 0.45rem 0; }
summary { cursor: pointer; color: var(--dim); font-size: 0.9rem; }
details[open] > summary { color: var(--text); font-weight: 600; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 1px; }
nav { font-size: 0.9rem; padding-top: 1rem; }
nav ol { list-style: none; margin: 0; padding: 0; }
nav li { margin: 0.3rem 0; line-height: 1.35; }
nav a { text-decoration: none; }
nav a:hover { text-decoration: underline; }
nav details { margin: 0.15rem 0 0.4rem; }
nav details ol { padding-left: 1rem; }
@media (min-width: 78rem) {
  body { display: grid; grid-template-columns: 14rem minmax(0, 75rem); gap: 1.75rem; justify-content: center; }
  main, nav { margin: 0; }
  nav { position: sticky; top: 0; max-height: 100vh; overflow-y: auto; padding: 1.75rem 0 2rem; align-self: start; }
}
@media print {
  :root { color-scheme: light; --text: #000; --dim: #333; --back: #fff; --shade: #f4f4f2; --line: #bbb; --rule: #555; --link: #000; --warning: #000; }
  body { display: block; padding: 0; font-size: 10pt; }
  .flame-bar, .filter, .copy, .skip { display: none; }
  nav { position: static; max-height: none; }
  .card { display: block; break-inside: avoid; }
  main, p, li, .note, figcaption { max-width: none; }
  .scroll, pre { overflow: visible; }
  figure svg { filter: none; }
  td { white-space: normal; }
  pre { white-space: pre-wrap; }
  .sortable th::after { content: none; }
  h2, h3 { break-after: avoid; }
  figure, tr { break-inside: avoid; }
}
`;
