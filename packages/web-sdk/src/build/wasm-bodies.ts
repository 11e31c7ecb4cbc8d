import { CaptureError } from '../model/capture-error.ts';

/** Ids of a binary module's sections (WebAssembly core specification, binary format, modules). */
const MEMORY_SECTION = 5;
const EXPORT_SECTION = 7;
const CODE_SECTION = 10;
/** Bytes of the magic number and the version. */
const HEADER_BYTES = 8;
/** No local variables, `unreachable`, `end`. */
const TRAP = Uint8Array.of(0, 0x00, 0x0b);

/**
 * The same module with the bodies of all other functions taken out: calling one of them traps. Every index stays what it was,
 * so nothing else of the module has to be read.
 *
 * @param kept indices among the module's own functions, imported ones not counted.
 * @throws CaptureError `internal_error` when it is no WebAssembly module.
 */
export function keepFunctions(module: Uint8Array, kept: ReadonlySet<number>): Uint8Array {
  return rewrite(module, (section) =>
    section.id === CODE_SECTION
      ? mapBodies(section.content, (body, index) => (kept.has(index) ? body : TRAP))
      : section.content,
  );
}

/** Name of the memory that `noteCalls` adds to a module: one byte a function, 1 once it was called. */
export const CALLED_MEMORY = 'presence_called';

/**
 * The same module, noting which of its functions are called, in a second memory. Needs an engine that knows several memories
 * (Chromium 120, Firefox 125).
 *
 * @throws CaptureError `internal_error` when it is no WebAssembly module.
 */
export function noteCalls(module: Uint8Array): Uint8Array {
  return rewrite(module, ({ id, content }) => {
    if (id === MEMORY_SECTION) return withOneMore(content, [0x00, 1]);
    if (id === EXPORT_SECTION) {
      const name = new TextEncoder().encode(CALLED_MEMORY);
      return withOneMore(content, [name.length, ...name, 0x02, 1]);
    }
    return id === CODE_SECTION ? mapBodies(content, noting) : content;
  });
}

/** How many functions the module has of its own, and the bytes of each body. */
export function bodySizes(module: Uint8Array): readonly number[] {
  const sizes: number[] = [];
  rewrite(module, ({ id, content }) =>
    id === CODE_SECTION
      ? mapBodies(content, (body) => {
          sizes.push(body.length);
          return body;
        })
      : content,
  );
  return sizes;
}

/** Puts `i32.store8 (memory 1) offset 0` of a 1 at the function's own index before its first instruction. */
function noting(body: Uint8Array, index: number): Uint8Array {
  let [groups, at] = unsigned(body, 0);
  // Each group of local variables: how many, and their type in one byte.
  for (; groups > 0; groups -= 1) at = unsigned(body, at)[1] + 1;
  return joined([
    body.subarray(0, at),
    Uint8Array.from([0x41, ...signedBytes(index), 0x41, 1, 0x3a, 0x40, 1, 0]),
    body.subarray(at),
  ]);
}

interface Section {
  readonly id: number;
  readonly content: Uint8Array;
}

function rewrite(module: Uint8Array, change: (section: Section) => Uint8Array): Uint8Array {
  if (new DataView(module.buffer, module.byteOffset).getUint32(0) !== 0x00_61_73_6d)
    throw new CaptureError('internal_error', 'This is no WebAssembly module: it does not begin with \\0asm.');
  const parts: Uint8Array[] = [module.subarray(0, HEADER_BYTES)];
  for (let at = HEADER_BYTES; at < module.length; ) {
    const id = module[at] ?? 0;
    const [length, start] = unsigned(module, at + 1);
    const content = change({ id, content: module.subarray(start, start + length) });
    parts.push(Uint8Array.from([id, ...unsignedBytes(content.length)]), content);
    at = start + length;
  }
  return joined(parts);
}

function mapBodies(content: Uint8Array, change: (body: Uint8Array, index: number) => Uint8Array): Uint8Array {
  const [count, first] = unsigned(content, 0);
  const parts: Uint8Array[] = [content.subarray(0, first)];
  let at = first;
  for (let index = 0; index < count; index += 1) {
    const [length, start] = unsigned(content, at);
    const body = change(content.subarray(start, start + length), index);
    parts.push(Uint8Array.from(unsignedBytes(body.length)), body);
    at = start + length;
  }
  return joined(parts);
}

/** A vector with one more item at its end. */
function withOneMore(content: Uint8Array, item: readonly number[]): Uint8Array {
  const [count, start] = unsigned(content, 0);
  return joined([Uint8Array.from(unsignedBytes(count + 1)), content.subarray(start), Uint8Array.from(item)]);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** LEB128 at an offset. @returns the number and the offset behind it. */
function unsigned(bytes: Uint8Array, offset: number): [value: number, next: number] {
  let value = 0;
  let shift = 0;
  for (let at = offset; ; at += 1) {
    const byte = bytes[at];
    if (byte === undefined)
      throw new CaptureError('internal_error', 'The WebAssembly module ends in the middle of a number.');
    value += (byte & 0x7f) * 2 ** shift;
    shift += 7;
    if (byte < 0x80) return [value, at + 1];
  }
}

function unsignedBytes(value: number): readonly number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return [...bytes, rest];
}

/** Not negative; one bit more than without sign, since the sixth of the last byte is the sign. */
function signedBytes(value: number): readonly number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x40; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return [...bytes, rest];
}
