import { byId, make } from './element.ts';

export interface EventLog {
  clear(): void;
  add(name: string, detail: unknown): void;
}

/** What the page heard, newest last. Pictures are named, not printed. */
export function eventLog(now: () => number): EventLog {
  const list = byId('log', HTMLOListElement);
  // It scrolls, so the keyboard must reach it.
  list.tabIndex = 0;
  let zero = now();
  const empty = make('li', { class: 'empty' }, ['Nothing yet.']);
  list.append(empty);
  return {
    clear() {
      zero = now();
      list.replaceChildren();
    },
    add(name, detail) {
      const seconds = ((now() - zero) / 1000).toFixed(1);
      const shown = detail === undefined ? [] : [make('code', {}, [brief(detail)])];
      list.append(make('li', {}, [make('time', {}, [`${seconds} s`]), make('b', {}, [name]), ...shown]));
      list.scrollTop = list.scrollHeight;
    },
  };
}

/** One line of JSON, with images and long lists replaced by what they are. */
export function brief(value: unknown): string {
  const text = JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner === 'string' && inner.startsWith('data:'))
      return `${Math.round((inner.length * 0.75) / 1024)} kB image`;
    if (Array.isArray(inner) && inner.length > 4) return `${inner.length} entries`;
    return inner;
  });
  return text.length > 400 ? `${text.slice(0, 400)}…` : text;
}
