import { actionName } from './actions.data.ts';
import type { Failure, Result } from './oz-liveness.ts';

/** What the card says. */
export interface Words {
  readonly tone: 'idle' | 'busy' | 'good' | 'bad' | 'unknown';
  readonly title: string;
  readonly text: string;
}

export const IDLE: Words = {
  tone: 'idle',
  title: 'Not checked yet',
  text: 'The result will stand here as soon as there is one.',
};
export const RUNNING: Words = {
  tone: 'busy',
  title: 'The camera window is open',
  text: 'Follow the instructions in it.',
};
export const SENDING: Words = {
  tone: 'busy',
  title: 'Recording complete',
  text: 'It is being sent and analysed.',
};
export const CLOSED: Words = {
  tone: 'idle',
  title: 'Window closed',
  text: 'The check was not finished. Start it again whenever you like.',
};

/** The final result in a bank's words. What the page is told depends on the adapter's `result_mode`. */
export function wordsOf(result: Result): Words {
  const resolutions = Object.values(result.analyses ?? {}).map(({ resolution }) => resolution.toLowerCase());
  if (result.state === 'failed' || resolutions.includes('failed')) {
    return {
      tone: 'bad',
      title: 'The analysis failed',
      text: 'Something went wrong on our side. Please try again.',
    };
  }
  if (resolutions.includes('declined')) {
    return {
      tone: 'bad',
      title: 'We could not confirm it’s you',
      text: 'Try once more in soft light, without hat and sunglasses. If it still does not work, visit a branch.',
    };
  }
  if (resolutions.includes('operator_required')) {
    return {
      tone: 'unknown',
      title: 'A colleague will have a look',
      text: 'We will write to you within one working day.',
    };
  }
  if (resolutions.length > 0 && resolutions.every((resolution) => resolution === 'success')) {
    return {
      tone: 'good',
      title: 'Welcome – it’s you',
      text: 'A live person was in front of the camera. On to step 3.',
    };
  }
  return {
    tone: 'unknown',
    title: 'Thank you, we have it',
    text: 'The verdict goes to the bank’s server only (result_mode: safe). This page is not told.',
  };
}

/** An error as the page's reader needs it: what happened, and its stable code. */
export function wordsOfFailure({ code, message, context }: Failure): Words {
  const action = context.action;
  const where = typeof action === 'string' ? ` (${actionName(action)})` : '';
  return { tone: 'bad', title: `The check stopped: ${code}${where}`, text: message };
}
