/** Style sheet of `/debug.php`, served as a file of its own because the page's policy forbids inline styles. */
export const DEBUG_STYLE = `:root {
  color-scheme: light dark;
  --ink: #1c2430; --soft: #5a6675; --line: #d9dfe7; --paper: #fff; --back: #f4f6f9;
  --accent: #0b5fae; --good: #0b6b3a; --warn: #8a5200; --bad: #a81e2c;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e7ecf3; --soft: #a3afbe; --line: #333d4a; --paper: #1a2029; --back: #12161c;
    --accent: #7db8f0; --good: #6fd39b; --warn: #f0b866; --bad: #ff8f98;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
header, main { max-width: 68rem; margin: 0 auto; padding: 0 1rem; }
header { padding-top: 2rem; }
h1 { margin: 0; font-size: 1.6rem; }
h2 { margin: 0 0 .75rem; font-size: 1.1rem; }
header p, .soft { margin: .25rem 0 0; color: var(--soft); }
section { margin: 1.25rem 0; padding: 1.25rem; background: var(--paper); border: 1px solid var(--line); border-radius: .75rem; }
dl { display: grid; grid-template-columns: minmax(5rem, max-content) 1fr; gap: .35rem 1.25rem; margin: 0; }
form + dl, form + p { margin-top: 1rem; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: .9rem; }
th, td { padding: .45rem .75rem .45rem 0; text-align: left; vertical-align: top; border-top: 1px solid var(--line); }
thead th { border-top: 0; color: var(--soft); font-weight: 500; }
tbody th { font-weight: 500; }
code, td.value { font-family: ui-monospace, monospace; font-size: .85rem; overflow-wrap: anywhere; }
td.value { min-width: 14rem; }
@media (min-width: 40rem) { td > code { overflow-wrap: break-word; } }
.set { font-weight: 600; }
.good { color: var(--good); font-weight: 600; }
.warn { color: var(--warn); font-weight: 600; }
.bad { color: var(--bad); font-weight: 600; }
main > nav { margin: 1.25rem 0; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(12rem, 1fr)); gap: .75rem; margin: 0; padding: 0; list-style: none; }
.tiles li { border-left: .3rem solid currentcolor; border-radius: .5rem; background: var(--paper); box-shadow: inset 0 0 0 1px var(--line); }
.tiles a { display: grid; padding: .75rem 1rem; border-radius: .5rem; text-decoration: none; font-weight: 400; }
.tiles .soft { margin: 0; font-size: .85rem; }
.check { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; margin-top: 1rem; }
.check p { margin: 0; }
video { display: block; width: 16rem; max-width: 100%; margin-top: 1rem; border-radius: .5rem; background: #000; transform: scaleX(-1); }
[hidden] { display: none; }
.findings { margin: 0; padding: 0; list-style: none; }
.findings:not(:empty) { margin-top: 1rem; }
.findings li { display: grid; grid-template-columns: 5rem 11rem 1fr; gap: .1rem 1rem; padding: .5rem 0; border-top: 1px solid var(--line); }
.findings .advice { grid-column: 3; color: var(--soft); }
.findings .seen, .findings .advice { overflow-wrap: anywhere; }
@media (max-width: 40rem) {
  section { padding: 1rem; }
  thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  table, tbody { display: block; }
  tr { display: grid; gap: .1rem; padding: .6rem 0; border-top: 1px solid var(--line); }
  th, td { padding: 0; border: 0; overflow-wrap: anywhere; }
  tbody th { font-weight: 600; }
  .scroll { margin-top: .75rem; }
  td.value { min-width: 0; }
  td[data-label] { display: grid; grid-template-columns: 4.5rem 1fr; gap: .75rem; }
  td[data-label]::before { content: attr(data-label); color: var(--soft); font: .85rem/1.6 system-ui, sans-serif; }
  .findings li { grid-template-columns: 5rem 1fr; }
  .findings .seen, .findings .advice { grid-column: 1 / -1; }
}
form { display: flex; flex-wrap: wrap; gap: .5rem; align-items: end; margin-top: 1rem; }
label { display: grid; gap: .25rem; flex: 1 1 18rem; color: var(--soft); font-size: .9rem; }
input, button { font: inherit; padding: .5rem .75rem; border-radius: .5rem; border: 1px solid var(--soft); background: var(--paper); color: var(--ink); }
button[disabled] { opacity: .6; cursor: default; }
button { border-color: var(--accent); background: var(--accent); color: var(--paper); font-weight: 600; cursor: pointer; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
ul { margin: .5rem 0 0; padding-left: 1.25rem; }
`;
