export const style = `
:root { color-scheme: light dark; --line: #8884; --soft: #8881; --mark: #f4c43055; --accent: #1f6f50; }
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.55 system-ui, sans-serif; }
main { max-width: 64rem; margin: 2.5rem auto; padding: 0 1.25rem; }
h1 { font-size: 1.8rem; margin: 0 0 .5rem; }
h2 { margin: 2.5rem 0 .75rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1.05rem; margin: 0 0 .25rem; }
.lead { margin: 0 0 1.5rem; opacity: .85; max-width: 48rem; }
.small { font-size: .9rem; margin: .2rem 0; }
.summary { display: grid; grid-template-columns: repeat(auto-fit, minmax(12rem, 1fr)); gap: 1rem; }
.summary div { border: 1px solid var(--line); border-radius: .5rem; padding: .75rem 1rem; }
.summary strong { display: block; font-size: 1.6rem; }
.summary span { font-size: .9rem; opacity: .8; }
table { width: 100%; border-collapse: collapse; font-size: .95rem; }
th, td { text-align: right; padding: .4rem .6rem; border-top: 1px solid var(--line); vertical-align: top; }
th:first-child, td:first-child { text-align: left; }
thead th { border-top: 0; font-weight: 600; }
code, pre, figcaption { font: .86rem/1.5 ui-monospace, monospace; }
code { overflow-wrap: anywhere; }
section { border: 1px solid var(--line); border-radius: .5rem; padding: 1rem 1.25rem; margin: 0 0 1rem; }
.badge { border: 1px solid var(--line); border-radius: 1rem; padding: 0 .55rem; font-size: .8rem; }
.badge.blocks { background: #c0392b; border-color: #c0392b; color: #fff; }
figure { margin: .6rem 0; }
figcaption { opacity: .75; overflow-wrap: anywhere; }
pre { margin: .2rem 0 0; padding: .5rem 0; background: var(--soft); border-left: 3px solid var(--accent); overflow-x: auto; tab-size: 4; }
pre.LEFT { border-left-color: #c0392b; }
pre > * { display: block; min-width: fit-content; padding-right: 1rem; color: inherit; background: none; white-space: pre; }
pre > mark { background: var(--mark); }
.number { display: inline-block; width: 4.5rem; padding-right: 1rem; text-align: right; opacity: .5; user-select: none; }
summary { cursor: pointer; font-size: .95rem; }
details p { margin: .6rem 0 0; }
footer { margin: 3rem 0 2rem; opacity: .6; font-size: .85rem; }
`;
