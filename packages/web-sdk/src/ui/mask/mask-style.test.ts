import { expect, it } from 'vitest';
import { maskStyle } from './mask-style.ts';

it('takes what the page gives', () => {
  const maskCustomization = { maskColor: '#ff0000', glowColor: 'gold', minAlpha: 0.3, maxAlpha: '0.6' };
  expect(maskStyle({ maskCustomization })).toEqual({ ...maskCustomization, maxAlpha: 0.6 });
});

it.each([
  undefined,
  null,
  7,
  {},
  { maskCustomization: null },
  { maskCustomization: { maskColor: 5, minAlpha: {} } },
])('has its own look for %j', (style) => {
  const { maskColor, minAlpha, maxAlpha } = maskStyle(style);
  expect(maskColor).toMatch(/^#/);
  expect(minAlpha).toBeLessThan(maxAlpha);
});

it('keeps opacities within their range and in order', () => {
  expect(maskStyle({ maskCustomization: { minAlpha: 0.9, maxAlpha: 0.2 } })).toMatchObject({
    minAlpha: 0.9,
    maxAlpha: 0.9,
  });
  expect(maskStyle({ maskCustomization: { minAlpha: -4, maxAlpha: 50 } })).toMatchObject({
    minAlpha: 0,
    maxAlpha: 1,
  });
});
