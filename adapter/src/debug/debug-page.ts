import type { ConfigRow } from '../model/adapter-config.ts';
import type { BackendState } from '../model/backend-probe.ts';
import type { ConfigState } from '../model/config-state.ts';
import type { LicenceFacts, LicenceStatus } from '../model/licence-gate.ts';
import type { RecentError } from '../model/recent-errors.ts';
import { type Html, html } from './html.ts';
import { overview } from './overview.ts';
import { SELF_CHECK_SCRIPT, selfCheckSection } from './self-check-section.ts';

/** All that the page shows; secrets are masked before they get here. */
export interface DebugView {
  readonly versions: Readonly<Record<string, string>>;
  readonly licence: LicenceStatus;
  readonly originTest: OriginTest | undefined;
  readonly apiUrl: string;
  readonly backend: BackendState;
  readonly rows: readonly ConfigRow[];
  readonly warnings: readonly string[];
  readonly configState: ConfigState;
  /** The session whose errors alone are shown; empty for all. */
  readonly esid: string;
  readonly errors: readonly RecentError[];
  /** How many there are without the search. */
  readonly errorsKept: number;
}

/** What `?origin=` asked, and the answers. */
export interface OriginTest {
  readonly asked: string;
  /** The canonical form, or undefined when it is no origin. */
  readonly origin: string | undefined;
  /** The refusal's message, or undefined when the licence allows it. */
  readonly licenceRefusal: string | undefined;
  readonly corsAllows: boolean;
  /** It is the adapter's own: its pages need no CORS. */
  readonly own: boolean;
}

export function debugPage(view: DebugView): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Presence adapter: debug</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="debug.css">
<script type="module" src="${SELF_CHECK_SCRIPT}"></script>
</head>
<body>
<header>
<h1>Presence adapter</h1>
<p>Shown because <code>debug</code> is true. Switch it off in production.</p>
</header>
<main>
${overview({ ...view, errors: view.errorsKept })}
${licenceSection(view.licence, view.originTest)}
${backendSection(view.apiUrl, view.backend)}
${selfCheckSection()}
${configSection(view)}
${errorSection(view)}
${versionSection(view.versions)}
</main>
</body>
</html>
`.text;
}

function licenceSection(licence: LicenceStatus, test: OriginTest | undefined): Html {
  const facts = licence.kind === 'loading' ? undefined : licence.facts;
  return html`<section aria-labelledby="licence"><h2 id="licence">Licence</h2>
${licenceState(licence)}
${facts === undefined ? '' : licenceFacts(facts)}
<form method="get" action="debug.php"><label><span>Origin to test (<code>window.origin</code> of the page)</span>
<input name="origin" type="text" inputmode="url" autocomplete="off" spellcheck="false" placeholder="https://shop.example" value="${test?.asked ?? ''}"></label>
<button type="submit">Test</button></form>
${test === undefined ? '' : originResult(test)}
</section>`;
}

function licenceState(licence: LicenceStatus): Html {
  switch (licence.kind) {
    case 'valid':
      return html`<p class="good">Valid</p>`;
    case 'refused':
      return html`<p class="bad">${licence.message} (<code>${licence.code}</code>)</p>${licence.detail === undefined ? '' : html`<p class="soft">${licence.detail}</p>`}`;
    case 'loading':
      return html`<p class="warn">Not read yet</p>`;
  }
}

function licenceFacts(facts: LicenceFacts): Html {
  const features = Object.entries(facts.features).flatMap(([name, on]) => (on ? [name] : []));
  const extra =
    facts.extraOrigins.length === 0 ? '' : `; by master signature: ${facts.extraOrigins.join(', ')}`;
  return html`<dl>
<dt>Licence</dt><dd>${facts.licenceId}</dd>
<dt>Client</dt><dd>${facts.client}</dd>
<dt>Origins</dt><dd>${[...facts.origins, 'localhost'].join(', ')}${extra}</dd>
<dt>Issued</dt><dd>${time(facts.issuedAt)}</dd>
<dt>Expires</dt><dd>${time(facts.expiresAt)} (${facts.daysLeft < 0 ? 'has expired' : `${facts.daysLeft} days left`})</dd>
<dt>Features</dt><dd>${features.join(', ') || 'none'}</dd>
<dt>Limits</dt><dd>${limitsText(facts)}</dd>
</dl>${list(facts.warnings)}`;
}

function limitsText(facts: LicenceFacts): string {
  if (facts.limits.length === 0) return 'none';
  return facts.limits
    .map(({ name, limit, used }) =>
      used === null ? `${limit} ${name} (not counted here)` : `${used} of ${limit} ${name} used`,
    )
    .join(', ');
}

function originResult(test: OriginTest): Html {
  if (test.origin === undefined)
    return html`<p role="status" class="bad">“${test.asked}” is not an origin. Write scheme and host, as https://shop.example.</p>`;
  const licence =
    test.licenceRefusal === undefined
      ? html`<span class="good">allowed</span>`
      : html`<span class="bad">${test.licenceRefusal}</span>`;
  const cors = corsResult(test);
  const letIn = test.licenceRefusal === undefined && (test.own || test.corsAllows);
  const verdict = letIn
    ? html`<strong class="good">would be let in</strong>`
    : html`<strong class="bad">would be refused</strong>`;
  return html`<dl role="status"><dt>Origin</dt><dd>${test.origin}: ${verdict}</dd><dt>Licence</dt><dd>${licence}</dd><dt>CORS</dt><dd>${cors}</dd></dl>`;
}

function corsResult({ own, corsAllows }: OriginTest): Html {
  if (own) return html`<span class="good">not needed</span>: the adapter serves these pages itself`;
  if (corsAllows) return html`<span class="good">allowed</span>`;
  return html`<span class="bad">not in cors_origins</span>; only pages the adapter serves itself may call`;
}

function backendSection(apiUrl: string, backend: BackendState): Html {
  const state =
    backend.kind === 'reachable'
      ? html`<span class="good">reachable</span>`
      : html`<span class="bad">unreachable: ${backend.reason}</span>`;
  const version = backend.kind === 'reachable' ? html`<dt>Version</dt><dd>${backend.version}</dd>` : '';
  return html`<section aria-labelledby="backend"><h2 id="backend">Analysis backend</h2>
<dl><dt>Address</dt><dd>${apiUrl}</dd><dt>State</dt><dd>${state}</dd><dt>Latency</dt><dd>${backend.latencyMs} ms</dd>${version}</dl></section>`;
}

function configSection({ rows, warnings, configState }: DebugView): Html {
  return html`<section aria-labelledby="configuration"><h2 id="configuration">Effective configuration</h2>
<p class="soft">In force since ${time(configState.appliedAt)}.</p>
${refusedConfig(configState.refusal)}${list(warnings)}
<div class="scroll" role="region" aria-label="Table of keys" tabindex="0"><table>
<thead><tr><th scope="col">Key</th><th scope="col">Value</th><th scope="col">Source</th></tr></thead>
<tbody>${rows.map(configRow)}</tbody></table></div></section>`;
}

function refusedConfig(refusal: ConfigState['refusal']): Html {
  if (refusal === undefined) return html``;
  const problems = refusal.problems.map((problem) => html`<li>${problem}</li>`);
  return html`<div role="status"><p class="bad">The file changed at ${time(refusal.at)} and was refused; what is below stays in force.</p><ul>${problems}</ul></div>`;
}

function configRow(row: ConfigRow): Html {
  const source = row.source === 'default' ? html`default` : html`<span class="set">${row.source}</span>`;
  return html`<tr><th scope="row">${row.key}</th><td class="value" data-label="Value">${row.value}</td><td data-label="Source">${source}</td></tr>
`;
}

function errorSection({ errors, esid }: DebugView): Html {
  const table = html`<div class="scroll" role="region" aria-label="Table of errors" tabindex="0"><table>
<thead><tr><th scope="col">Time</th><th scope="col">Code</th><th scope="col">Message</th><th scope="col">Call</th><th scope="col">event_session_id</th></tr></thead>
<tbody>${errors.map(errorRow)}</tbody></table></div>`;
  return html`<section aria-labelledby="errors"><h2 id="errors">Recent errors</h2>
${errors.length === 0 ? html`<p class="soft">None ${esid === '' ? 'since the start' : 'of this session among the latest'}.</p>` : table}
<form method="get" action="debug.php"><label><span>Only those of this <code>event_session_id</code>; empty for all</span>
<input name="esid" type="text" autocomplete="off" spellcheck="false" value="${esid}"></label>
<button type="submit">Search</button></form></section>`;
}

function errorRow(error: RecentError): Html {
  return html`<tr><td>${time(error.time)}</td><td data-label="Code"><code>${error.code}</code></td><td data-label="Message"><span>${error.message}</span></td><td data-label="Call"><code>${error.request}</code></td><td data-label="Session"><code>${error.eventSessionId || '–'}</code></td></tr>
`;
}

function versionSection(versions: DebugView['versions']): Html {
  const items = Object.entries(versions).map(([name, version]) => html`<dt>${name}</dt><dd>${version}</dd>`);
  return html`<section aria-labelledby="versions"><h2 id="versions">Versions</h2><dl>${items}</dl></section>`;
}

function list(items: readonly string[]): Html {
  if (items.length === 0) return html``;
  return html`<ul>${items.map((item) => html`<li class="warn">${item}</li>`)}</ul>`;
}

function time(ms: number): Html {
  const iso = new Date(ms).toISOString();
  return html`<time datetime="${iso}">${iso.replace('T', ' ').replace(/\.\d+Z$/, ' UTC')}</time>`;
}
