/** What the window says before the language packs are there. */
export type FirstStrings = Readonly<Record<'ui.dialog_label' | 'ui.close', string>>;

export interface FirstWords {
  /** BCP 47 tag for the `lang` attribute. */
  readonly tag: string;
  readonly direction: 'ltr' | 'rtl';
  readonly strings: FirstStrings;
}
