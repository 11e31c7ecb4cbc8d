import { describe, expect, it } from 'vitest';
import { STYLE_MAP } from './style-map.data.ts';
import { styleProperties } from './style-properties.ts';

const of = (style: unknown) => Object.fromEntries(styleProperties(style));

describe('styleProperties', () => {
  it('maps both generations of keys', () => {
    expect(
      of({
        baseColorCustomization: { textColorPrimary: '#101010', iconColor: 'rgb(0, 90, 160)' },
        buttonCustomization: { cornerRadius: 4 },
        titleFontCustomization: { textFont: "'Open Sans', sans-serif", textWeight: 500 },
        centerHint: { textSize: '2rem' },
        faceFrame: { faceReady: 'green' },
      }),
    ).toEqual({
      '--oz-ink': '#101010',
      '--oz-accent': 'rgb(0, 90, 160)',
      '--oz-button-radius': '4px',
      '--oz-title-font': "'Open Sans', sans-serif",
      '--oz-title-weight': '500',
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
    const values = { color: 'red', length: '3px', number: '0.5', font: 'Arial', word: 'italic' };
    for (const [path, property, kind] of STYLE_MAP) {
      const [group = '', key = ''] = path.split('.');
      expect(of({ [group]: { [key]: values[kind] } }), path).toEqual({ [property]: values[kind] });
    }
  });
});
