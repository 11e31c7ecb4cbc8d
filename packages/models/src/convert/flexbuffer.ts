import { ModelBuildError } from '../model/model-build-error.ts';

/** What MediaPipe's custom operators keep in their options. */
export type FlexValue = number | boolean | readonly number[] | readonly FlexValue[] | null;

// Value types of flatbuffers/flexbuffers.h, those that a map of numbers and number lists can hold.
const TYPE = {
  null: 0,
  int: 1,
  uint: 2,
  float: 3,
  indirectInt: 6,
  indirectUint: 7,
  indirectFloat: 8,
  map: 9,
  vector: 10,
  vectorInt: 11,
  vectorUint: 12,
  vectorFloat: 13,
  bool: 26,
} as const;

/**
 * Reads a FlexBuffer whose root is a map from names to numbers, booleans and lists of numbers.
 *
 * @see https://flatbuffers.dev/flatbuffers_internals/#flexbuffers
 * @throws ModelBuildError `malformed_data` for any other content.
 */
export function readFlexMap(buffer: Uint8Array): ReadonlyMap<string, FlexValue> {
  try {
    return new FlexReader(buffer).rootMap();
  } catch (cause) {
    throw cause instanceof ModelBuildError ? cause : malformed('an offset points outside it', cause);
  }
}

/** A place in the buffer: where the value is, how wide its slot is, and its packed type byte. */
interface Slot {
  readonly at: number;
  readonly width: number;
  readonly type: number;
}

class FlexReader {
  readonly #view: DataView;

  constructor(buffer: Uint8Array) {
    this.#view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  }

  rootMap(): ReadonlyMap<string, FlexValue> {
    const end = this.#view.byteLength;
    const width = this.#view.getUint8(end - 1);
    const type = this.#view.getUint8(end - 2);
    if (type >> 2 !== TYPE.map) {
      throw malformed('its root is not a map');
    }
    return this.#map({ at: end - 2 - width, width, type });
  }

  #map(slot: Slot): ReadonlyMap<string, FlexValue> {
    const elementWidth = 1 << (slot.type & 3);
    const values = this.#target(slot);
    const length = this.#unsigned(values - elementWidth, elementWidth);
    const keysSlot = values - 3 * elementWidth;
    const keys = keysSlot - this.#unsigned(keysSlot, elementWidth);
    const keyWidth = this.#unsigned(values - 2 * elementWidth, elementWidth);
    const entries = new Map<string, FlexValue>();
    for (let index = 0; index < length; index++) {
      const keySlot = keys + index * keyWidth;
      const key = this.#text(keySlot - this.#unsigned(keySlot, keyWidth));
      entries.set(key, this.#value(this.#element(values, index, { length, elementWidth })));
    }
    return entries;
  }

  #element(values: number, index: number, list: { length: number; elementWidth: number }): Slot {
    return {
      at: values + index * list.elementWidth,
      width: list.elementWidth,
      type: this.#view.getUint8(values + list.length * list.elementWidth + index),
    };
  }

  #value(slot: Slot): FlexValue {
    const width = 1 << (slot.type & 3);
    switch (slot.type >> 2) {
      case TYPE.null:
        return null;
      case TYPE.bool:
        return this.#unsigned(slot.at, slot.width) !== 0;
      case TYPE.int:
        return this.#signed(slot.at, slot.width);
      case TYPE.uint:
        return this.#unsigned(slot.at, slot.width);
      case TYPE.float:
        return this.#float(slot.at, slot.width);
      case TYPE.indirectInt:
        return this.#signed(this.#target(slot), width);
      case TYPE.indirectUint:
        return this.#unsigned(this.#target(slot), width);
      case TYPE.indirectFloat:
        return this.#float(this.#target(slot), width);
      case TYPE.vectorInt:
        return this.#list(slot, width, (at) => this.#signed(at, width));
      case TYPE.vectorUint:
        return this.#list(slot, width, (at) => this.#unsigned(at, width));
      case TYPE.vectorFloat:
        return this.#list(slot, width, (at) => this.#float(at, width));
      case TYPE.vector: {
        const values = this.#target(slot);
        const list = { length: this.#unsigned(values - width, width), elementWidth: width };
        return Array.from({ length: list.length }, (_, index) =>
          this.#value(this.#element(values, index, list)),
        );
      }
      default:
        throw malformed(`value type ${slot.type >> 2} is not supported`);
    }
  }

  #list(slot: Slot, width: number, read: (at: number) => number): readonly number[] {
    const values = this.#target(slot);
    const length = this.#unsigned(values - width, width);
    return Array.from({ length }, (_, index) => read(values + index * width));
  }

  /** FlexBuffer offsets point backwards. */
  #target(slot: Slot): number {
    return slot.at - this.#unsigned(slot.at, slot.width);
  }

  #unsigned(at: number, width: number): number {
    switch (width) {
      case 1:
        return this.#view.getUint8(at);
      case 2:
        return this.#view.getUint16(at, true);
      case 4:
        return this.#view.getUint32(at, true);
      default:
        return Number(this.#view.getBigUint64(at, true));
    }
  }

  #signed(at: number, width: number): number {
    switch (width) {
      case 1:
        return this.#view.getInt8(at);
      case 2:
        return this.#view.getInt16(at, true);
      case 4:
        return this.#view.getInt32(at, true);
      default:
        return Number(this.#view.getBigInt64(at, true));
    }
  }

  #float(at: number, width: number): number {
    if (width < 4) {
      throw malformed('half-width floats are not supported');
    }
    return width === 4 ? this.#view.getFloat32(at, true) : this.#view.getFloat64(at, true);
  }

  #text(at: number): string {
    let end = at;
    while (this.#view.getUint8(end) !== 0) {
      end++;
    }
    return new TextDecoder().decode(new Uint8Array(this.#view.buffer, this.#view.byteOffset + at, end - at));
  }
}

function malformed(detail: string, cause?: unknown): ModelBuildError {
  return new ModelBuildError('malformed_data', `FlexBuffer of a custom operator: ${detail}.`, { cause });
}
