/** Texts by id. Ids: `hint.<HintId>`, `error.<ErrorCode>.title`, `error.<ErrorCode>.help`, and the window's own `ui.*`. */
export type LanguageStrings = Readonly<Record<string, string>>;

/** Who reads the window: the filmed person, or an operator who films somebody else (`use_for_liveness`). */
export type Audience = 'person' | 'operator';

/** One language ready for use: own texts first, English for what is missing. */
export interface Language {
  /** The id asked for, in lower case, e.g. `pt-br`. */
  readonly id: string;
  /** BCP 47 tag for the `lang` attribute. */
  readonly tag: string;
  readonly direction: 'ltr' | 'rtl';
  readonly audience: Audience;
  /** `{name}` in the text is replaced by `values.name`. */
  text(id: string, values?: Readonly<Record<string, string | number>>): string;
}

/** The packs one OzLiveness object knows; made by `createLanguages` of langs/. */
export interface Languages {
  /** `OzLiveness.langs.add`: a new pack, or changed texts of a known one. */
  add(id: string, strings: LanguageStrings): void;
  /** The first of the wanted ids that is known; English when none is. For an operator `operator.<id>` comes before `<id>`. */
  choose(wanted: readonly (string | undefined)[], audience?: Audience): Language;
  /** Whether the page itself has brought the language this id means: no adapter knows of it. */
  isOfPage(id: string): boolean;
}
