/** Whether a text can be the value of an HTTP header (RFC 9110, section 5.5, without the obsolete bytes above 127). */
export function isHeaderText(text: string): boolean {
  return /^[\x21-\x7e]+( +[\x21-\x7e]+)*$/.test(text);
}
