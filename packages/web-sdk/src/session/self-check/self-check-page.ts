import { toCaptureError } from '../../model/capture-error.ts';
import { bad, type Finding, summaryOf } from './finding.ts';
import { runSelfCheck } from './run-self-check.ts';

/*
 * The script of the self-check on `/debug.php`. The page brings the elements; this file fills them, with text only, so that
 * the page's strict policy holds.
 */

const MARKS: Readonly<Record<Finding['verdict'], string>> = { good: 'OK', warn: 'Remark', bad: 'Failed' };

function attach(): void {
  const section = document.querySelector('[data-self-check]');
  const button = section?.querySelector('button');
  const status = section?.querySelector('[role=status]');
  const list = section?.querySelector('ul');
  const video = section?.querySelector('video');
  if (!button || !status || !list || !video) return;
  const say = (text: string) => {
    status.textContent = text;
  };
  button.disabled = false;
  button.addEventListener('click', () => {
    button.disabled = true;
    list.replaceChildren();
    video.hidden = false;
    const findings: Finding[] = [];
    const note = (finding: Finding) => {
      findings.push(finding);
      list.append(rowOf(finding));
    };
    const leaving = new AbortController();
    addEventListener('pagehide', () => leaving.abort(), { once: true, signal: leaving.signal });
    runSelfCheck({
      baseUrl: new URL('.', location.href).href,
      video,
      signal: leaving.signal,
      onFinding: note,
      onStep: say,
    })
      .catch((thrown: unknown) =>
        note(bad('Self-check', toCaptureError(thrown).message, 'Load the page again.')),
      )
      .finally(() => {
        leaving.abort();
        video.hidden = true;
        button.disabled = false;
        button.textContent = 'Check again';
        say(summaryOf(findings));
      });
  });
}

function rowOf({ what, verdict, seen, advice }: Finding): HTMLElement {
  const row = document.createElement('li');
  row.append(
    textElement('span', `mark ${verdict}`, MARKS[verdict]),
    textElement('strong', '', what),
    textElement('span', 'seen', seen),
  );
  if (advice !== '') row.append(textElement('span', 'advice', advice));
  return row;
}

function textElement(tag: string, className: string, text: string): HTMLElement {
  const made = document.createElement(tag);
  if (className !== '') made.className = className;
  made.textContent = text;
  return made;
}

attach();
