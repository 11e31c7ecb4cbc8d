import type { WatchedInterface } from './watched-interfaces.data.ts';

/** A global object whose constructors are looked at: the page's window, or a fresh document's. */
export type Realm = object;

export interface TamperReport {
  /** `Owner.member`, or `Owner` for a constructor; own properties on single objects as `object.member`. */
  readonly tampered: readonly string[];
  readonly checked: number;
}

export interface TamperQuestion {
  readonly watched: readonly WatchedInterface[];
  readonly page: Realm;
  /** Where nobody has changed anything. The page itself when there is no other: then only crude changes are seen. */
  readonly reference: Realm;
  /** Single objects that must have no properties of their own: what is set on them hides the prototype's. */
  readonly bare: Readonly<Record<string, object>>;
}

/**
 * Compares the page's functions with a fresh document's, by source text as the fresh document's own
 * `Function.prototype.toString` gives it: a wrapper shows its source, a bound function or a proxy loses its name. What is
 * not native is named even if the fresh document has it too.
 */
export function tamperedInterfaces({ watched, page, reference, bare }: TamperQuestion): TamperReport {
  const source = sourceReader(reference);
  const tampered: string[] = [];
  let checked = 0;
  for (const { owner, member } of watched) {
    const theirs = partsOf(reference, owner, member);
    // What this browser does not have at all cannot be tampered with.
    if (theirs === undefined) continue;
    checked += 1;
    const ours = partsOf(page, owner, member);
    const name = member === '' ? owner : member;
    if (ours === undefined || !sameParts(ours, theirs, source) || !areNative(ours, name, source))
      tampered.push(member === '' ? owner : `${owner}.${member}`);
  }
  for (const [name, object] of Object.entries(bare)) {
    checked += 1;
    for (const key of Reflect.ownKeys(object).slice(0, 5))
      tampered.push(`${name}.${String(key)}`.slice(0, 100));
  }
  return { tampered, checked };
}

/** The functions behind a property: its value, or its getter and setter. */
type Parts = readonly (object | undefined)[];

function partsOf(realm: Realm, owner: string, member: string): Parts | undefined {
  const made: unknown = Reflect.get(realm, owner);
  if (typeof made !== 'function') return undefined;
  if (member === '') return [made];
  const prototype: unknown = made.prototype;
  if (typeof prototype !== 'object' && typeof prototype !== 'function') return undefined;
  if (prototype === null) return undefined;
  const found = Object.getOwnPropertyDescriptor(prototype, member);
  if (found === undefined) return undefined;
  return [found.value, found.get, found.set].map((part) => (typeof part === 'function' ? part : undefined));
}

function sameParts(ours: Parts, theirs: Parts, source: (part: object) => string): boolean {
  return theirs.every((their, index) => {
    const our = ours[index];
    if (their === undefined || our === undefined) return their === our;
    return (
      source(our) === source(their) &&
      // A browser's method has nothing of its own but name and length; a disguise often keeps more.
      Reflect.ownKeys(our).length === Reflect.ownKeys(their).length
    );
  });
}

/** A script that a driver or an extension puts into every document has also changed the fresh one. */
function areNative(parts: Parts, name: string, source: (part: object) => string): boolean {
  return parts.every((part) => {
    if (part === undefined) return true;
    // "function name() { [native code] }" with line breaks in some browsers, and "get " or "set " before names of accessors.
    const found = /^function (?:get |set )?([\w$]*)\(\)\s*\{\s*\[native code\]\s*\}$/.exec(
      source(part).trim(),
    );
    return found?.[1] === name;
  });
}

function sourceReader(reference: Realm): (part: object) => string {
  const made: unknown = Reflect.get(reference, 'Function');
  const read: unknown = typeof made === 'function' ? Reflect.get(made.prototype, 'toString') : undefined;
  return (part) => {
    try {
      return typeof read === 'function' ? String(Reflect.apply(read, part, [])) : '';
    } catch {
      return 'no function';
    }
  };
}
