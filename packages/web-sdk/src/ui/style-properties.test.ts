import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { STYLE_MAP, STYLE_WITHOUT_EFFECT } from './style-map.data.ts';
import { ignoredStyleKeys, styleProperties, styleText } from './style-properties.ts';

const of = (style: unknown) => Object.fromEntries(styleProperties(style));

describe('styleProperties', () => {
  it('maps both generations of keys', () => {
    expect(
      of({
        baseColorCustomization: { textColorPrimary: '#101010', iconColor: 'rgb(0, 90, 160)' },
        buttonCustomization: { cornerRadius: 4 },
        titleFontCustomization: { textFont: "'Open Sans', sans-serif", textWeight: 500 },
        hintAnimation: { hideAnimation: true },
        centerHint: { textSize: '2rem' },
        faceFrame: { faceReady: 'green' },
      }),
    ).toEqual({
      '--oz-ink': '#101010',
      '--oz-accent': 'rgb(0, 90, 160)',
      '--oz-button-radius': '4px',
      '--oz-title-font': "'Open Sans', sans-serif",
      '--oz-title-weight': '500',
      '--oz-figure-display': 'none',
      '--oz-hint-size': '2rem',
      '--oz-ring': 'green',
    });
  });

  it.each([[undefined], [null], [7], ['x'], [[]], [{ faceFrame: 3 }], [{ unknown: { key: 'red' } }]])(
    'ignores %j',
    (style) => {
      expect(of(style)).toEqual({});
    },
  );

  it.each([
    'url(https://elsewhere.example/x)',
    'red; background: url(x)',
    'var(--x)',
    'expression(alert(1))',
    '} * { color: red',
    'image-set("x" 1x)',
  ])('passes nothing on that is not a colour: %s', (value) => {
    expect(of({ baseColorCustomization: { textColorPrimary: value } })).toEqual({});
  });

  it('reads every path of its table', () => {
    const values = {
      color: 'red',
      length: '3px',
      number: '0.5',
      font: 'Arial',
      word: 'italic',
      hides: 'false',
    };
    for (const [path, property, kind] of STYLE_MAP) {
      const [group = '', key = ''] = path.split('.');
      const given = values[kind];
      expect(of({ [group]: { [key]: given } }), path).toEqual({
        [property]: kind === 'hides' ? 'block' : given,
      });
    }
  });

  it('sets no property that the window does not use', () => {
    const folder = new URL('./', import.meta.url);
    const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(css|ts)$/.test(file) && !file.startsWith('style-'))
      .map((file) => readFileSync(new URL(file, folder), 'utf8'))
      .join('\n');
    const unused = STYLE_MAP.filter(([, property]) => !new RegExp(`${property}\\b(?!-)`).test(sources));
    expect(unused).toEqual([]);
  });

  it('names no key twice', () => {
    const paths = [...STYLE_MAP.map(([path]) => path), ...Object.keys(STYLE_WITHOUT_EFFECT)];
    expect(new Set(paths).size).toBe(paths.length);
  });
});

describe('styleText', () => {
  it('is the page’s own words, trimmed and of bounded length', () => {
    expect(
      styleText({ antiscamCustomization: { textMessage: ' Nobody may ask you for this. ' } }, 'notice'),
    ).toBe('Nobody may ask you for this.');
    expect(styleText({ antiscamCustomization: { textMessage: 'x'.repeat(500) } }, 'notice')).toHaveLength(
      200,
    );
    expect(styleText({ antiscamCustomization: { textMessage: 7 } }, 'notice')).toBe('');
  });
});

describe('ignoredStyleKeys', () => {
  it('names what changes nothing', () => {
    expect(
      ignoredStyleKeys({
        baseColorCustomization: { iconColor: '#fff', textColorPrimary: 'url(x)' },
        titelFontCustomization: { textFont: 'Arial' },
        closeButton: { image: 'x.png' },
        antiscamCustomization: { textMessage: 'Careful' },
        maskCustomization: { maskColor: 'gold', minAlpha: 'thin' },
        faceFrame: 'red',
      }),
    ).toEqual([
      'baseColorCustomization.textColorPrimary',
      'titelFontCustomization.textFont',
      'closeButton.image',
      'maskCustomization.minAlpha',
      'faceFrame',
    ]);
    expect(ignoredStyleKeys(undefined)).toEqual([]);
  });
});
