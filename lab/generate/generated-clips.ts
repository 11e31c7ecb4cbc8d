/** Begins the name of every species of live people that the generator made from another one. */
const AGAIN = 'bona-fide-again-';

/** Whether a bona fide species was made from another: nothing is made or learned from it again. */
export function isGenerated(species: string): boolean {
  return species.startsWith(AGAIN);
}

/** How the generator calls what it makes of a window (from 0) of a clip: `anna_mp4-2`. */
export function generatedName(source: string, window: number): string {
  return `${stemOf(source)}-${window + 1}`;
}

/** Whose face a clip shows: the file it was filmed in or made from. */
export function personOf({ species, source }: { readonly species: string; readonly source: string }): string {
  if (species.startsWith('bona-fide') && !isGenerated(species)) return stemOf(source);
  return (source.split('.')[0] ?? source).replace(/-\d+$/, '');
}

/** The same for the same seed, species and clip. */
export function seedOf(seed: number, number: number, name: string): number {
  return seed * 7919 + number * 104729 + hash(name);
}

function stemOf(source: string): string {
  return source.replaceAll(/[^\w-]+/g, '_');
}

function hash(text: string): number {
  return [...text].reduce((sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) | 0, 7);
}
