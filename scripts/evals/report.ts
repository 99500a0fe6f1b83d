import { timeOffset } from '../report/transcript';
import { showMs } from '../terminal/table';
import { html, raw, type Html } from './html';
import { STYLE } from './report-style';
import type { EvalResult } from './run-eval';
import { figuresOf, showUsd } from './show-evals';
import type { TalkTurn } from './talk';

/** A whole run as one HTML file that needs nothing beside it: every talk word for word, what it took, and what was checked. */
export function reportOf(results: readonly EvalResult[], madeAt: string): string {
  const failed = results.filter(each => !each.ok).length;
  const title = failed === 0 ? `All ${results.length} evals pass` : `${failed} of ${results.length} evals fail`;
  const cost = results.reduce((sum, each) => sum + each.talk.state.spent.microUsd, 0);
  const page = html`<!doctype html>
    <html lang="en">
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>${title}</title>
      <style>
        ${raw(STYLE)}
      </style>
      <main>
        <h1>${title}</h1>
        <p class="quiet">
          ${[...new Set(results.map(each => each.client))].join(', ')} · ${madeAt.slice(0, 16).replace('T', ' ')} UTC ·
          ${howOf(results)} · ${showUsd(cost)} in all
        </p>
        ${overview(results)} ${results.map(articleOf)}
      </main>
    </html> `;
  return page.text;
}

function howOf(results: readonly EvalResult[]): string {
  const words = { script: 'scripted model', recording: 'recorded model', live: 'real model' };
  return [...new Set(results.map(each => words[each.by]))].join(', ');
}

function overview(results: readonly EvalResult[]): Html {
  const rows = results.map(result => {
    const figures = figuresOf(result);
    const good = result.checks.filter(each => each.ok).length;
    return html`<tr>
      <td>${markOf(result.ok)}</td>
      <td><a href="#${result.name}">${result.name}</a></td>
      <td class="number">${good}/${result.checks.length}</td>
      <td class="number">${figures.turns}</td>
      <td class="number">${orNone(figures.slowestFirstTokenMs, showMs)}</td>
      <td class="number">${orNone(figures.slowestTurnMs, showMs)}</td>
      <td class="number">${orNone(figures.tokensIn, each => each.toLocaleString('en'))}</td>
      <td class="number">${showUsd(figures.costMicroUsd)}</td>
      <td>${result.talk.last.then}</td>
    </tr> `;
  });
  return html`<div class="wide">
      <table>
        <tr>
          <th></th>
          <th>eval</th>
          <th class="number">checks</th>
          <th class="number">turns</th>
          <th class="number">first token</th>
          <th class="number">slowest</th>
          <th class="number">tokens in</th>
          <th class="number">cost</th>
          <th>ends with</th>
        </tr>
        ${rows}
      </table>
    </div>
    <p class="key quiet">
      <span><i class="stt"></i>recognising speech</span><span><i class="model"></i>model</span
      ><span><i class="tools"></i>tools</span>
    </p>
    <br />`;
}

/** Nothing took no time: there was nothing. */
function orNone(value: number, show: (value: number) => string): string {
  return value === 0 ? '–' : show(value);
}

function markOf(ok: boolean): Html {
  return ok
    ? html`<span class="mark good" title="passes">✓</span>`
    : html`<span class="mark bad" title="fails">✗</span>`;
}

function articleOf(result: EvalResult): Html {
  const { talk } = result;
  const most = Math.max(1, ...talk.turns.map(each => each.answerMs));
  return html`<article id="${result.name}">
    <details open>
      <summary>
        ${markOf(result.ok)}
        <h2>${result.name}</h2>
        <p class="quiet">${result.about}</p>
      </summary>
      <div class="body">
        <h3>The talk, ${whenOf(result)}</h3>
        <ol class="talk">
          ${talk.turns.map(turn => turnOf(turn, most))}
        </ol>
        <div class="columns">
          <div>
            <h3>Checks</h3>
            ${checksOf(result)}
          </div>
          <div>${afterwardsOf(result)}</div>
        </div>
      </div>
    </details>
  </article> `;
}

function whenOf({ at, timeZone }: EvalResult): string {
  return new Date(at).toLocaleString('en-GB', { timeZone, dateStyle: 'full', timeStyle: 'short' });
}

function turnOf(turn: TalkTurn, mostMs: number): Html {
  const calls = turn.calls.map(
    ({ name, input, outcome }) =>
      html`<p class="called code"><b>${name}</b> ${input === '{}' ? '' : input} → ${outcome}</p>`,
  );
  const said = turn.say.map(text => html`<p class="said line" lang="${turn.language}">${text}</p>`);
  const next = turn.then === 'listen' ? '' : html`<p class="next quiet">→ ${turn.then}</p>`;
  return html`<li>
    <span class="time">${timeOffset(turn.atMs)}</span>
    <div>${callerOf(turn)}${calls}${said}${next}${tookOf(turn, mostMs)}</div>
  </li> `;
}

const acts: Readonly<Record<string, string>> = {
  rings: 'the call begins',
  waits: 'the caller waits',
  silence: 'says nothing',
  hangUp: 'hangs up',
};

function callerOf({ caller, language }: TalkTurn): Html {
  if (caller.kind === 'say') return html`<p class="said caller" lang="${language}">${caller.text}</p>`;
  const act =
    caller.kind === 'press'
      ? `presses ${caller.text}`
      : caller.kind === 'comesBack'
        ? `comes back, ${caller.text}`
        : acts[caller.kind];
  return html`<p class="act">${act ?? caller.kind}</p>`;
}

function tookOf({ ledger, answerMs }: TalkTurn, mostMs: number): Html | string {
  if (ledger.models.length === 0 && ledger.toolsMs === 0 && ledger.sttMs === undefined) return '';
  const part = (name: string, ms: number): Html =>
    html`<i class="${name}" style="width:${((100 * ms) / mostMs).toFixed(1)}%"></i>`;
  const figures = [
    showMs(answerMs),
    ...(ledger.sttMs === undefined ? [] : [`speech ${showMs(ledger.sttMs)}`]),
    ...(ledger.modelFirstTokenMs === undefined ? [] : [`first token ${showMs(ledger.modelFirstTokenMs)}`]),
    ...(ledger.toolsMs > 0 ? [`tools ${showMs(ledger.toolsMs)}`] : []),
    ...(ledger.models.length > 0
      ? [
          `${ledger.tokensIn + ledger.cacheRead + ledger.cacheWrite} tokens in (${ledger.cacheRead} cached), ${ledger.tokensOut} out`,
          showUsd(ledger.costMicroUsd),
        ]
      : []),
  ];
  return html`<div class="took">
    <span class="bar"
      >${part('stt', ledger.sttMs ?? 0)}${part('model', ledger.modelMs)}${part('tools', ledger.toolsMs)}</span
    >${figures.map(each => html`<span>${each}</span>`)}
  </div>`;
}

function checksOf({ checks }: EvalResult): Html {
  return html`<ul class="checks">
    ${checks.map(
      ({ name, ok, found }) =>
        html`<li>${markOf(ok)}${name}${found === '' ? '' : html`<span class="found">${found}</span>`}</li>`,
    )}
  </ul>`;
}

function afterwardsOf({ talk }: EvalResult): Html | string {
  const { handOver, state, ran } = talk;
  const rows: [string, string][] = [
    ['ends with', [talk.last.then, talk.last.topic, talk.last.queue].filter(Boolean).join(' · ')],
    ['verified', state.account ? `${state.account.name ?? ''} (${state.account.accountId})` : 'no'],
    [
      'tools that ran',
      ran
        .map(each => `${each.tool} (${showMs(each.ms)}${each.outcome === 'done' ? '' : `, ${each.outcome}`})`)
        .join(', '),
    ],
    ['done', state.done.join('; ')],
    ['unsure', state.unsure.join('; ')],
    ...(handOver
      ? ([
          ['why', handOver.reason],
          ['wants', handOver.wants.join('; ')],
          ['summary', handOver.summary],
          ['mood', handOver.sentiment],
        ] as [string, string][])
      : []),
  ];
  return html`<h3>${handOver ? 'What the agent sees' : 'Afterwards'}</h3>
    <dl>
      ${rows
        .filter(([, value]) => value !== '')
        .map(
          ([name, value]) =>
            html`<dt>${name}</dt>
              <dd>${value}</dd>`,
        )}
    </dl>`;
}
