import { ModelBuildError } from '../model/model-build-error.ts';

/**
 * Reads a FlatBuffer without a generated schema: tables by byte position, fields by number.
 *
 * Positions are byte offsets from the start of the buffer. A field that is absent reads as its fallback.
 *
 * @see https://flatbuffers.dev/internals/
 */
export class FlatbufferView {
  readonly bytes: Uint8Array;
  readonly #data: DataView;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Position of the root table. */
  root(): number {
    return this.#read(() => this.#data.getUint32(0, true));
  }

  /** Position of the object that the offset stored at `position` refers to. */
  follow(position: number): number {
    return this.#read(() => position + this.#data.getUint32(position, true));
  }

  /** Position of a table's field, or undefined when it is absent. */
  field(table: number, number: number): number | undefined {
    return this.#read(() => {
      const vtable = table - this.#data.getInt32(table, true);
      const entry = 4 + 2 * number;
      if (entry >= this.#data.getUint16(vtable, true)) {
        return undefined;
      }
      const offset = this.#data.getUint16(vtable + entry, true);
      return offset === 0 ? undefined : table + offset;
    });
  }

  /** Position of the table or vector in a field, or undefined. */
  reference(table: number, number: number): number | undefined {
    const field = this.field(table, number);
    return field === undefined ? undefined : this.follow(field);
  }

  int8(table: number, number: number, fallback = 0): number {
    const field = this.field(table, number);
    return field === undefined ? fallback : this.#read(() => this.#data.getInt8(field));
  }

  int32(table: number, number: number, fallback = 0): number {
    const field = this.field(table, number);
    return field === undefined ? fallback : this.#read(() => this.#data.getInt32(field, true));
  }

  /** The bytes of a byte vector or string; undefined when the field is absent. */
  byteVector(table: number, number: number): Uint8Array | undefined {
    const vector = this.reference(table, number);
    if (vector === undefined) {
      return undefined;
    }
    const length = this.#read(() => this.#data.getUint32(vector, true));
    if (vector + 4 + length > this.bytes.length) {
      throw malformed();
    }
    return this.bytes.subarray(vector + 4, vector + 4 + length);
  }

  text(table: number, number: number): string | undefined {
    const bytes = this.byteVector(table, number);
    return bytes && new TextDecoder().decode(bytes);
  }

  int32Vector(table: number, number: number): number[] {
    return this.#vector(table, number, (at) => this.#data.getInt32(at, true));
  }

  /** Positions of the tables in a vector of tables; empty when the field is absent. */
  tables(table: number, number: number): number[] {
    return this.#vector(table, number, (at) => at + this.#data.getUint32(at, true));
  }

  #vector(table: number, number: number, readAt: (position: number) => number): number[] {
    const vector = this.reference(table, number);
    if (vector === undefined) {
      return [];
    }
    return this.#read(() => {
      const length = this.#data.getUint32(vector, true);
      if (vector + 4 + 4 * length > this.bytes.length) {
        throw malformed();
      }
      return Array.from({ length }, (_, index) => readAt(vector + 4 + 4 * index));
    });
  }

  #read<T>(read: () => T): T {
    try {
      return read();
    } catch (cause) {
      throw cause instanceof ModelBuildError ? cause : malformed(cause);
    }
  }
}

function malformed(cause?: unknown): ModelBuildError {
  return new ModelBuildError(
    'malformed_data',
    'FlatBuffer: an offset points outside the file. It is cut off or not a TFLite model.',
    { cause },
  );
}
