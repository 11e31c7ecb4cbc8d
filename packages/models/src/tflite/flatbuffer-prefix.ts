import { ModelBuildError } from '../model/model-build-error.ts';

/** A scalar or reference field of a {@link TableNode}; absent numbers are simply not listed. */
export type TableField =
  | { readonly number: number; readonly kind: 'int8' | 'uint32'; readonly value: number }
  | { readonly number: number; readonly kind: 'reference'; readonly target: FlatbufferNode }
  /** Four unused bytes in the table's layout. */
  | { readonly kind: 'gap' };

export interface TableNode {
  readonly kind: 'table';
  readonly fields: readonly TableField[];
}

/** An object to be written, or (`existing`) one that the old file already holds at a position. */
export type FlatbufferNode =
  | TableNode
  | { readonly kind: 'references'; readonly items: readonly FlatbufferNode[] }
  | { readonly kind: 'int32s'; readonly values: readonly number[] }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'existing'; readonly position: number };

export interface PrefixOptions {
  /** Four characters that name the file type. */
  readonly identifier: string;
  /** The old file starts at a multiple of this many bytes, so that its own alignment stays right. */
  readonly alignment: number;
  /** Nodes that are laid out first, in this order; all others follow breadth first from the root. */
  readonly placeFirst?: readonly FlatbufferNode[];
}

/** Constant tensors are read in place; TFLite asks for 16-byte alignment. */
const BYTES_ALIGNMENT = 16;

/**
 * Puts a new root in front of an existing FlatBuffer whose bytes stay as they are. FlatBuffer offsets point forwards, so the new
 * objects can refer to any old one. The layout is fixed by the arguments alone: equal input gives equal bytes.
 *
 * @throws ModelBuildError `malformed_data` when a reference would point backwards.
 */
export function writeFlatbufferPrefix(root: TableNode, existing: Uint8Array, options: PrefixOptions): Buffer {
  const layout = new Layout();
  for (const node of options.placeFirst ? [root, ...options.placeFirst] : [root]) {
    layout.want(node);
  }
  const { positions, vtables, size } = layout.place();
  const start = align(size, options.alignment);
  const output = Buffer.alloc(start + existing.length);
  output.set(existing, start);
  output.write(options.identifier, 4, 'latin1');
  const refer = (at: number, target: FlatbufferNode): void => {
    const position = target.kind === 'existing' ? start + target.position : positions.get(target);
    if (position === undefined || position <= at) {
      throw new ModelBuildError(
        'malformed_data',
        `FlatBuffer prefix: reference at ${at} would point backwards.`,
      );
    }
    output.writeUInt32LE(position - at, at);
  };
  refer(0, root);
  for (const [node, at] of positions) {
    if (node.kind === 'table') {
      writeTable(output, node, { at, vtable: vtables.get(node) ?? at }, refer);
    } else {
      writeVector(output, node, at, refer);
    }
  }
  return output;
}

/** Decides where each new node goes. */
class Layout {
  readonly #queue: FlatbufferNode[] = [];
  readonly #known = new Set<FlatbufferNode>();
  readonly #positions = new Map<FlatbufferNode, number>();
  readonly #vtables = new Map<TableNode, number>();
  /** The root offset and the identifier come before everything. */
  #size = 8;

  want(node: FlatbufferNode): void {
    if (node.kind !== 'existing' && !this.#known.has(node)) {
      this.#known.add(node);
      this.#queue.push(node);
    }
  }

  place(): {
    positions: ReadonlyMap<FlatbufferNode, number>;
    vtables: ReadonlyMap<TableNode, number>;
    size: number;
  } {
    for (let node = this.#queue.shift(); node !== undefined; node = this.#queue.shift()) {
      this.#positions.set(node, this.#placeOne(node));
    }
    return { positions: this.#positions, vtables: this.#vtables, size: this.#size };
  }

  #placeOne(node: FlatbufferNode): number {
    switch (node.kind) {
      case 'table': {
        const { vtableSize, tableSize } = tableLayout(node);
        this.#vtables.set(node, this.#take(vtableSize, 2));
        const at = this.#take(tableSize, 4);
        for (const field of node.fields) {
          if (field.kind === 'reference') {
            this.want(field.target);
          }
        }
        return at;
      }
      case 'references': {
        const at = this.#take(4 + 4 * node.items.length, 4);
        for (const item of node.items) {
          this.want(item);
        }
        return at;
      }
      case 'int32s':
        return this.#take(4 + 4 * node.values.length, 4);
      case 'bytes': {
        const at = align(this.#size + 4, BYTES_ALIGNMENT) - 4;
        this.#size = at + 4 + node.bytes.length;
        return at;
      }
      case 'text':
        return this.#take(4 + Buffer.byteLength(node.text) + 1, 4);
      case 'existing':
        return node.position;
    }
  }

  #take(length: number, alignment: number): number {
    const at = align(this.#size, alignment);
    this.#size = at + length;
    return at;
  }
}

interface TableLayout {
  readonly vtableSize: number;
  readonly tableSize: number;
  readonly offsets: ReadonlyMap<TableField, number>;
}

/** Four-byte fields first, then single bytes, each group in the order given. */
function tableLayout(table: TableNode): TableLayout {
  const offsets = new Map<TableField, number>();
  let tableSize = 4;
  let highest = -1;
  for (const size of [4, 1]) {
    for (const field of table.fields.filter((candidate) => fieldSize(candidate) === size)) {
      offsets.set(field, tableSize);
      tableSize += size;
      highest = Math.max(highest, field.kind === 'gap' ? -1 : field.number);
    }
  }
  return { vtableSize: 4 + 2 * (highest + 1), tableSize, offsets };
}

function fieldSize(field: TableField): number {
  return field.kind === 'int8' ? 1 : 4;
}

type Refer = (at: number, target: FlatbufferNode) => void;

type VectorNode = Exclude<FlatbufferNode, TableNode>;

function writeVector(output: Buffer, node: VectorNode, at: number, refer: Refer): void {
  switch (node.kind) {
    case 'references':
      output.writeUInt32LE(node.items.length, at);
      for (const [index, item] of node.items.entries()) {
        refer(at + 4 + 4 * index, item);
      }
      break;
    case 'int32s':
      output.writeUInt32LE(node.values.length, at);
      for (const [index, value] of node.values.entries()) {
        output.writeInt32LE(value, at + 4 + 4 * index);
      }
      break;
    case 'bytes':
      output.writeUInt32LE(node.bytes.length, at);
      output.set(node.bytes, at + 4);
      break;
    case 'text':
      output.writeUInt32LE(Buffer.byteLength(node.text), at);
      output.write(node.text, at + 4, 'utf8');
      break;
    case 'existing':
      break;
  }
}

function writeTable(
  output: Buffer,
  table: TableNode,
  { at, vtable }: { at: number; vtable: number },
  refer: Refer,
): void {
  const { vtableSize, tableSize, offsets } = tableLayout(table);
  output.writeInt32LE(at - vtable, at);
  output.writeUInt16LE(vtableSize, vtable);
  output.writeUInt16LE(tableSize, vtable + 2);
  for (const [field, offset] of offsets) {
    if (field.kind === 'gap') {
      continue;
    }
    output.writeUInt16LE(offset, vtable + 4 + 2 * field.number);
    switch (field.kind) {
      case 'reference':
        refer(at + offset, field.target);
        break;
      case 'uint32':
        output.writeUInt32LE(field.value, at + offset);
        break;
      case 'int8':
        output.writeInt8(field.value, at + offset);
        break;
    }
  }
}

function align(value: number, alignment: number): number {
  return Math.ceil(value / alignment) * alignment;
}
