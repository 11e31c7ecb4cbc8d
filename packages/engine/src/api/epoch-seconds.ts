/** The API speaks epoch seconds with a fraction; the store keeps whole milliseconds. */
export function epochSeconds(milliseconds: number): number {
  return milliseconds / 1000;
}
