import { createHash } from 'node:crypto';
import { Html } from './html.ts';

const sheet = `
:root { --ink: #1c2329; --quiet: #5a6670; --paper: #fff; --shade: #f4f6f7; --line: #d8dee2; --link: #0b5c8a; --get: #17694a; --post: #7a4a00; --delete: #9a2323; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e9ec; --quiet: #9dabb4; --paper: #14191d; --shade: #1d2429; --line: #333d44; --link: #7fc4ec; --get: #6fcfa4; --post: #e5b566; --delete: #f08c8c; } }
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem 1.25rem 4rem; background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; }
a { color: var(--link); text-underline-offset: .15em; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; top: .5rem; background: var(--paper); padding: .25rem .5rem; }
h1 { margin: 0; font-size: 1.75rem; line-height: 1.2; }
h1 small, dt span, .path span { color: var(--quiet); font-size: .875rem; font-weight: 400; }
h2 { margin: 2.5rem 0 .75rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line); font-size: 1.375rem; }
h3 { margin: 2rem 0 .25rem; font-size: 1.0625rem; }
h4 { margin: 1rem 0 .25rem; font-size: .9375rem; }
p { max-width: 44rem; margin: .5rem 0; }
code, pre { font: .875em/1.5 ui-monospace, Menlo, Consolas, monospace; }
code { overflow-wrap: anywhere; }
pre { margin: .5rem 0; padding: .75rem 1rem; overflow-x: auto; background: var(--shade); border: 1px solid var(--line); border-radius: 6px; }
pre code { overflow-wrap: normal; }
.path b { font: 700 .875rem ui-monospace, Menlo, Consolas, monospace; }
.get { color: var(--get); } .post { color: var(--post); } .delete { color: var(--delete); }
.failures { color: var(--quiet); font-size: .875rem; }
details { margin: .5rem 0; } summary { cursor: pointer; }
nav { font-size: .9375rem; } nav ul { margin: .25rem 0; padding-left: 1rem; list-style: none; }
nav li { padding: .0625rem 0; } nav > details > ul { padding-left: 0; }
.table { overflow-x: auto; margin: .5rem 0; }
table { width: 100%; border-collapse: collapse; font-size: .9375rem; }
th, td { padding: .375rem .75rem .375rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
tbody th { font-weight: 400; } th small { color: var(--quiet); }
dt { margin-top: .75rem; } dd { margin: 0; max-width: 44rem; }
@media (min-width: 60rem) {
  body { display: grid; grid-template-columns: 15rem minmax(0, 1fr); column-gap: 3rem; }
  header { grid-column: 1 / -1; }
  nav { position: sticky; top: 1rem; align-self: start; max-height: calc(100vh - 2rem); overflow-y: auto; margin-top: 2rem; }
  nav summary { display: none; }
}
@media (max-width: 40rem) {
  thead { position: absolute; left: -100rem; }
  tr, tbody th, td { display: block; }
  tr { padding: .375rem 0; border-bottom: 1px solid var(--line); }
  tbody th, td { padding: .0625rem 0; border: 0; } td:empty { display: none; }
}
`;

/** The reference's one style sheet, as an element. */
export const style = new Html(`<style>${sheet}</style>`);

/** What lets it in, and nothing else, in a content security policy. */
export const styleSource = `'sha256-${createHash('sha256').update(sheet).digest('base64')}'`;
