/** What kind of value a style key takes: only such a value is passed on. `hides`: true takes the part out of the window. */
export type StyleKind = 'color' | 'length' | 'number' | 'font' | 'word' | 'hides';

/**
 * The page's `style` option onto the window's custom properties: `[path, property, kind]`. Both generations of the
 * option's keys. Keys that are neither here nor in STYLE_TEXTS and MASK_KEYS are ignored; docs/web-sdk-api.md says why.
 */
export const STYLE_MAP: readonly (readonly [path: string, property: string, kind: StyleKind])[] = [
  ['baseColorCustomization.textColorPrimary', '--oz-ink', 'color'],
  ['baseColorCustomization.backgroundColorPrimary', '--oz-surface', 'color'],
  ['baseColorCustomization.textColorSecondary', '--oz-ink-soft', 'color'],
  ['baseColorCustomization.backgroundColorSecondary', '--oz-surface-soft', 'color'],
  ['baseColorCustomization.iconColor', '--oz-accent', 'color'],
  ['baseFontCustomization.textFont', '--oz-font', 'font'],
  ['baseFontCustomization.textSize', '--oz-text-size', 'length'],
  ['baseFontCustomization.textWeight', '--oz-text-weight', 'number'],
  ['baseFontCustomization.textStyle', '--oz-text-style', 'word'],
  ['titleFontCustomization.textFont', '--oz-title-font', 'font'],
  ['titleFontCustomization.textSize', '--oz-title-size', 'length'],
  ['titleFontCustomization.textWeight', '--oz-title-weight', 'number'],
  ['titleFontCustomization.textStyle', '--oz-title-style', 'word'],
  ['buttonCustomization.textFont', '--oz-button-font', 'font'],
  ['buttonCustomization.textSize', '--oz-button-size', 'length'],
  ['buttonCustomization.textWeight', '--oz-button-weight', 'number'],
  ['buttonCustomization.textStyle', '--oz-button-style', 'word'],
  ['buttonCustomization.textColorPrimary', '--oz-button-ink', 'color'],
  ['buttonCustomization.backgroundColorPrimary', '--oz-button', 'color'],
  ['buttonCustomization.textColorSecondary', '--oz-button-soft-ink', 'color'],
  ['buttonCustomization.backgroundColorSecondary', '--oz-button-soft', 'color'],
  ['buttonCustomization.cornerRadius', '--oz-button-radius', 'length'],
  ['toolbarCustomization.iconColor', '--oz-close', 'color'],
  ['centerHintCustomization.textFont', '--oz-hint-font', 'font'],
  ['centerHintCustomization.textSize', '--oz-hint-size', 'length'],
  ['centerHintCustomization.textWeight', '--oz-hint-weight', 'number'],
  ['centerHintCustomization.textStyle', '--oz-hint-style', 'word'],
  ['centerHintCustomization.textColor', '--oz-hint-ink', 'color'],
  ['centerHintCustomization.backgroundColor', '--oz-hint', 'color'],
  ['centerHintCustomization.backgroundOpacity', '--oz-hint-opacity', 'number'],
  ['centerHintCustomization.backgroundCornerRadius', '--oz-hint-radius', 'length'],
  ['hintAnimation.hideAnimation', '--oz-figure-display', 'hides'],
  ['hintAnimation.hintGradientColor', '--oz-cue', 'color'],
  ['hintAnimation.hintGradientOpacity', '--oz-cue-opacity', 'number'],
  ['hintAnimation.animationIconSize', '--oz-figure-size', 'length'],
  ['faceFrameCustomization.strokeDefaultColor', '--oz-ring-track', 'color'],
  ['faceFrameCustomization.strokeFaceInFrameColor', '--oz-ring', 'color'],
  ['faceFrameCustomization.strokeWidth', '--oz-ring-width', 'number'],
  ['faceFrameCustomization.strokeOpacity', '--oz-ring-opacity', 'number'],
  ['faceFrameCustomization.strokePadding', '--oz-ring-padding', 'number'],
  ['documentFrameCustomization.cornersRadius', '--oz-document-radius', 'length'],
  ['documentFrameCustomization.templateColor', '--oz-document', 'color'],
  ['documentFrameCustomization.templateOpacity', '--oz-document-opacity', 'number'],
  ['backgroundCustomization.backgroundColor', '--oz-veil', 'color'],
  ['backgroundCustomization.backgroundOpacity', '--oz-veil-opacity', 'number'],
  ['antiscamCustomization.textFont', '--oz-notice-font', 'font'],
  ['antiscamCustomization.textSize', '--oz-notice-size', 'length'],
  ['antiscamCustomization.textWeight', '--oz-notice-weight', 'number'],
  ['antiscamCustomization.textStyle', '--oz-notice-style', 'word'],
  ['antiscamCustomization.textColor', '--oz-notice-ink', 'color'],
  ['antiscamCustomization.textOpacity', '--oz-notice-ink-opacity', 'number'],
  ['antiscamCustomization.backgroundColor', '--oz-notice', 'color'],
  ['antiscamCustomization.backgroundOpacity', '--oz-notice-opacity', 'number'],
  ['antiscamCustomization.backgroundCornerRadius', '--oz-notice-radius', 'length'],
  ['versionTextCustomization.textFont', '--oz-version-font', 'font'],
  ['versionTextCustomization.textSize', '--oz-version-size', 'length'],
  ['versionTextCustomization.textWeight', '--oz-version-weight', 'number'],
  ['versionTextCustomization.textStyle', '--oz-version-style', 'word'],
  ['versionTextCustomization.textColor', '--oz-version', 'color'],
  ['versionTextCustomization.textOpacity', '--oz-version-opacity', 'number'],
  ['faceFrame.faceNotReady', '--oz-ring-track', 'color'],
  ['faceFrame.faceReady', '--oz-ring', 'color'],
  ['centerHint.textSize', '--oz-hint-size', 'length'],
  ['centerHint.color', '--oz-hint-ink', 'color'],
  ['centerHint.fontStyle', '--oz-hint-style', 'word'],
  ['centerHint.letterSpacing', '--oz-hint-spacing', 'length'],
  ['backgroundOutsideFrame.color', '--oz-veil', 'color'],
];

/** Keys that hold words for the person. */
export const STYLE_TEXTS = { notice: 'antiscamCustomization.textMessage' } as const;

/** Keys of the 3D mask, which is drawn on a canvas and reads them itself. */
export const MASK_KEYS: readonly (readonly [path: string, kind: StyleKind])[] = [
  ['maskCustomization.maskColor', 'color'],
  ['maskCustomization.glowColor', 'color'],
  ['maskCustomization.minAlpha', 'number'],
  ['maskCustomization.maxAlpha', 'number'],
];

/** Keys of the documented plugin that change nothing here, with the reason for docs/web-sdk-api.md. */
export const STYLE_WITHOUT_EFFECT: Readonly<Record<string, string>> = {
  'toolbarCustomization.closeButtonIcon': 'The cross is the only sign; `iconColor` colours it.',
  'closeButton.image':
    'Nothing is loaded from other hosts; `toolbarCustomization.iconColor` colours the cross.',
  'centerHintCustomization.verticalPosition':
    'The instruction stands above the picture and never covers the face.',
  'centerHint.yPosition': 'The instruction stands above the picture and never covers the face.',
  'faceFrameCustomization.geometryType': 'The outline is the oval the face is measured against.',
  'faceFrameCustomization.cornersRadius': 'The outline is an oval.',
  'antiscamCustomization.flashColor':
    'The window never flashes: flashes can harm people with photosensitive epilepsy.',
};
