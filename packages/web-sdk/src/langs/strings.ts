import type { en } from './en.data.ts';
import type { operatorEn } from './operator/en.data.ts';

/** Ids of every text the window shows: the keys of a pack and of `OzLiveness.langs.add(id, strings)`. */
type StringId = keyof typeof en;

/** A complete language pack. */
export type Strings = Readonly<Record<StringId, string>>;

/** What a pack says to an operator; whatever else it says stays as it is. */
export type OperatorStrings = Readonly<Record<keyof typeof operatorEn, string>>;
