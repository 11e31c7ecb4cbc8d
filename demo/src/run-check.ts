import { actionName } from './actions.data.ts';
import { byId } from './element.ts';
import { eventLog } from './event-log.ts';
import { type OpenOptions, ozLiveness } from './oz-liveness.ts';
import { verdictCard } from './verdict-card.ts';
import { CLOSED, RUNNING, SENDING, wordsOf, wordsOfFailure } from './words.ts';

export interface Check {
  /** Opens the capture window with these options and shows on the page what becomes of it. */
  run(options: OpenOptions): void;
}

/** Wires the page's card and log to the plugin's callbacks. */
export function createCheck(): Check {
  const card = verdictCard();
  const log = eventLog(() => performance.now());
  const support = byId('support', HTMLParagraphElement);
  void showSupport(support);

  return {
    run(options) {
      const plugin = ozLiveness();
      if (plugin === undefined) {
        support.textContent = 'The plugin did not load. Is the adapter running?';
        return;
      }
      const started = performance.now();
      let ended = false;
      const captured: string[] = [];
      log.clear();
      card.picture(null);
      card.facts({});
      card.say(RUNNING);
      card.stage('camera');
      log.add('open', { action: options.action ?? null, lang: options.lang });
      plugin.open({
        ...options,
        on_capture_complete(capture) {
          log.add('on_capture_complete', capture);
          card.stage('movements');
          if (capture.action !== undefined) captured.push(actionName(capture.action));
          const document = capture.action?.startsWith('photo_id') === true;
          if (capture.best_frame !== undefined && !document) card.picture(capture.best_frame);
        },
        on_submit() {
          log.add('on_submit', undefined);
          card.say(SENDING);
          card.stage('verdict');
        },
        on_result(result) {
          log.add('on_result', { state: result.state, analyses: result.analyses });
        },
        on_complete(result) {
          ended = true;
          log.add('on_complete', result);
          card.say(wordsOf(result));
          card.stage('verdict', true);
          card.facts({
            Movements: captured.join(', ') || '–',
            Time: `${((performance.now() - started) / 1000).toFixed(1)} s`,
            Session: result.event_session_id ?? '–',
            ...(result.folder_id === undefined ? {} : { Folder: result.folder_id }),
          });
        },
        on_error(error) {
          ended = true;
          log.add('on_error', error);
          card.say(wordsOfFailure(error));
          card.stage(null);
          if (error.event_session_id !== '') card.facts({ Session: error.event_session_id });
        },
        on_close() {
          log.add('on_close', undefined);
          if (!ended) {
            card.say(CLOSED);
            card.stage(null);
          }
        },
      });
    },
  };
}

/** Says before the first click whether this browser can do it; nobody is asked for anything. */
async function showSupport(place: HTMLElement): Promise<void> {
  const found = await ozLiveness()?.check();
  if (found === undefined) place.textContent = 'The plugin did not load. Is the adapter running?';
  else if (found.supported)
    place.textContent = 'Your browser is ready. Nothing is recorded before you start.';
  else place.textContent = `This browser cannot do it; missing: ${found.missing.join(', ')}.`;
}
