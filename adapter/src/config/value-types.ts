import * as z from 'zod';
import { isHeaderText } from '../model/header-text.ts';

/** A text that may be absent; an empty one counts as absent, as in files with unfilled places. */
export const optionalText = z
  .string()
  .nullable()
  .default(null)
  .transform((text) => (text === '' ? null : text));

/** An http(s) address without credentials, query or fragment; made to end in a slash. */
export const httpUrl = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol) && !url.username && !url.password && !url.search && !url.hash)
    return url.href.endsWith('/') ? url.href : `${url.href}/`;
  context.addIssue({
    code: 'custom',
    message:
      'must be an http or https address without user, query or fragment, as http://127.0.0.1:8000/api/',
  });
  return z.NEVER;
});

/** An http(s) address that may be absent; an empty one counts as absent. Without user and password: it may be shown. */
export const optionalHttpUrl = optionalText.refine(
  (text) => text === null || isOpenHttpUrl(text),
  'must be an http or https address without user and password',
);

function isOpenHttpUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && /^https?:$/.test(url.protocol) && !url.username && !url.password;
}

/** A token that may be absent. It goes into an HTTP header, whose library would quote a value it cannot take. */
export const optionalToken = z
  .string()
  .nullable()
  .default(null)
  .transform((text) => text?.trim() || null)
  .refine(
    (text) => text === null || isHeaderText(text),
    'must be one line of ASCII characters; look for a line break or another language’s letters in it',
  );

export function milliseconds(min: number, max: number) {
  return z.int().min(min).max(max);
}

/** `*`, or an origin as a browser sends it. */
export const corsOrigin = z.string().transform((text, context) => {
  if (text === '*') return text;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:\/\/[^/?#@\\\s*]+\/?$/i.test(text)) return url.origin;
  context.addIssue({
    code: 'custom',
    message: `"${text}" must be * or an origin such as https://shop.example (scheme and host, port if not the default)`,
  });
  return z.NEVER;
});

/** An HTTP token (RFC 9110, section 5.6.2), as methods and header names are. */
export const httpToken = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'must be a method or header name');
