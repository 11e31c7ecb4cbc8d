import type { BackendState } from '../model/backend-probe.ts';
import type { ConfigState } from '../model/config-state.ts';
import type { LicenceStatus } from '../model/licence-gate.ts';
import { type Html, html } from './html.ts';

export interface OverviewFacts {
  readonly licence: LicenceStatus;
  readonly backend: BackendState;
  readonly configState: ConfigState;
  /** Errors kept in memory. */
  readonly errors: number;
}

interface Tile {
  readonly section: string;
  readonly what: string;
  readonly verdict: 'good' | 'warn' | 'bad';
  readonly state: string;
  readonly more: string;
}

/** The answer to "is all well?" before anything is read; each tile leads to its section. */
export function overview(facts: OverviewFacts): Html {
  const tiles = [licenceTile(facts.licence), backendTile(facts.backend), configTile(facts.configState)];
  return html`<nav aria-label="Overview"><ul class="tiles">${[...tiles, errorTile(facts.errors)].map(tileHtml)}</ul></nav>`;
}

function tileHtml({ section, what, verdict, state, more }: Tile): Html {
  return html`<li class="${verdict}"><a href="#${section}"><span class="soft">${what}</span><strong class="${verdict}">${state}</strong><span class="soft">${more}</span></a></li>`;
}

function licenceTile(licence: LicenceStatus): Tile {
  const tile = { section: 'licence', what: 'Licence' };
  switch (licence.kind) {
    case 'valid': {
      const { daysLeft, warnings } = licence.facts;
      const more = `${daysLeft} days left`;
      return warnings.length === 0
        ? { ...tile, verdict: 'good', state: 'Valid', more }
        : { ...tile, verdict: 'warn', state: 'Valid, with a warning', more };
    }
    case 'refused':
      return { ...tile, verdict: 'bad', state: 'Refused', more: licence.code };
    case 'loading':
      return { ...tile, verdict: 'warn', state: 'Not read yet', more: '' };
  }
}

function backendTile(backend: BackendState): Tile {
  const tile = { section: 'backend', what: 'Analysis backend' };
  const more = `${backend.latencyMs} ms`;
  return backend.kind === 'reachable'
    ? { ...tile, verdict: 'good', state: 'Reachable', more }
    : { ...tile, verdict: 'bad', state: 'Unreachable', more };
}

function configTile({ refusal }: ConfigState): Tile {
  const tile = { section: 'configuration', what: 'Configuration' };
  return refusal === undefined
    ? { ...tile, verdict: 'good', state: 'In force', more: 'as in the file' }
    : { ...tile, verdict: 'bad', state: 'Change refused', more: 'the former one is in force' };
}

function errorTile(errors: number): Tile {
  const tile = { section: 'errors', what: 'Recent errors' };
  return errors === 0
    ? { ...tile, verdict: 'good', state: 'None', more: 'since the start' }
    : { ...tile, verdict: 'warn', state: String(errors), more: 'the latest 50 are kept' };
}
