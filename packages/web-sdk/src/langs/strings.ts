import type { en } from './en.data.ts';

/** Ids of every text the window shows: the keys of a pack and of `OzLiveness.langs.add(id, strings)`. */
type StringId = keyof typeof en;

/** A complete language pack. */
export type Strings = Readonly<Record<StringId, string>>;
