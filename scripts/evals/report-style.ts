/** The look of reports: light and dark as the reader's system is, narrow on phones, and on paper. */
export const STYLE = `
:root { color-scheme: light dark; --paper: #fbfaf8; --card: #fff; --ink: #1d2126; --quiet: #69727d; --line: #e4e1db; --caller: #e5effc; --good: #18794e; --bad: #c2281d; --accent: #3557b7; --stt: #b98a2c; --model: #5b73d0; --tools: #3c9c86; --chip: #f1efea; }
@media (prefers-color-scheme: dark) { :root { --paper: #14171b; --card: #1b1f25; --ink: #e6e8eb; --quiet: #98a1ad; --line: #2d333b; --caller: #20344f; --good: #4cc38a; --bad: #ff8578; --accent: #9db2ff; --stt: #d6ab55; --model: #8398ee; --tools: #59bfa7; --chip: #262b33; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 2.5rem 1.25rem 5rem; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .3rem; letter-spacing: -.01em; }
h2 { font-size: 1.1rem; margin: 0; display: inline; }
h3 { font-size: .75rem; font-weight: 600; color: var(--quiet); margin: 1.4rem 0 .5rem; }
p { margin: 0; }
.quiet { color: var(--quiet); }
.good { color: var(--good); } .bad { color: var(--bad); }
code, .code { font: 12.5px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
.wide { overflow-x: auto; margin: 1.75rem 0 2.5rem; }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; font-weight: 500; font-size: .8rem; color: var(--quiet); }
th, td { padding: .38rem .75rem .38rem 0; border-bottom: 1px solid var(--line); white-space: nowrap; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
a { color: inherit; text-decoration-color: var(--line); text-underline-offset: .2em; }
a:hover { text-decoration-color: currentColor; }
article { background: var(--card); border: 1px solid var(--line); border-radius: 10px; margin: 0 0 1.25rem; }
summary { cursor: pointer; padding: 1rem 1.25rem; list-style-position: outside; }
summary > p { margin: .15rem 0 0; max-width: 46rem; }
summary .mark { margin-right: .35rem; font-weight: 600; }
summary::marker { content: ""; }
.body { padding: 0 1.25rem 1.25rem; border-top: 1px solid var(--line); }
.talk { list-style: none; margin: 0; padding: 0; }
.talk > li { display: grid; grid-template-columns: 3rem minmax(0, 1fr); gap: 0 .75rem; margin: 0 0 .85rem; break-inside: avoid; }
.time { color: var(--quiet); font-size: .8rem; font-variant-numeric: tabular-nums; padding-top: .42rem; text-align: right; }
.said { max-width: 40rem; padding: .4rem .75rem; border-radius: 10px; width: fit-content; overflow-wrap: anywhere; }
.caller { background: var(--caller); margin-left: auto; border-bottom-right-radius: 3px; }
.line { background: var(--chip); border-bottom-left-radius: 3px; }
.act { color: var(--quiet); margin-left: auto; padding: .4rem 0; width: fit-content; }
.next { margin-top: .3rem; padding-left: .75rem; }
.said + .said, .called + .said, .said + .called, .act + .called, .act + .said, .called + .called { margin-top: .35rem; }
.called { color: var(--quiet); overflow-wrap: anywhere; padding-left: .75rem; border-left: 2px solid var(--tools); }
.called b { color: var(--ink); font-weight: 600; }
.took { display: flex; flex-wrap: wrap; align-items: center; gap: .15rem .9rem; margin-top: .3rem; color: var(--quiet); font-size: .78rem; font-variant-numeric: tabular-nums; }
.bar { display: flex; width: 9rem; height: .4rem; border-radius: .2rem; overflow: hidden; background: var(--line); }
.bar i { display: block; } .stt { background: var(--stt); } .model { background: var(--model); } .tools { background: var(--tools); }
.key i { display: inline-block; width: .6rem; height: .6rem; border-radius: .15rem; margin-right: .3rem; } .key span { margin-right: 1rem; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 0 2rem; }
.checks { list-style: none; margin: 0; padding: 0; }
.checks li { padding: .1rem 0 .1rem 1.4rem; text-indent: -1.4rem; overflow-wrap: anywhere; }
.checks li > * { text-indent: 0; } .checks .mark { display: inline-block; width: 1.4rem; font-weight: 600; }
.found { display: block; color: var(--bad); }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .2rem .9rem; margin: 0; }
dt { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 36rem) { main { padding: 1.5rem .85rem 3rem; } .talk > li { grid-template-columns: 2.2rem minmax(0, 1fr); gap: 0 .5rem; } .body, summary { padding-left: .85rem; padding-right: .85rem; } dl { grid-template-columns: minmax(0, 1fr); gap: 0; } dd { margin-bottom: .4rem; } }
@media print { :root { color-scheme: light; --paper: #fff; --card: #fff; --ink: #000; --quiet: #555; --line: #ccc; --caller: #edf3fb; --chip: #f3f3f3; --good: #125c3b; --bad: #a3170d; } body { font-size: 10.5pt; } main { max-width: none; padding: 0; } article { border: 0; border-top: 1px solid var(--line); border-radius: 0; } .body { border: 0; padding: 0 0 1rem; } summary { padding: .75rem 0 0; break-after: avoid; } * { print-color-adjust: exact; } }
`;
