import { type FlatbufferNode, type TableField, writeFlatbufferPrefix } from './flatbuffer-prefix.ts';
import { FlatbufferView } from './flatbuffer-view.ts';
import { BUFFER, METADATA, MODEL } from './schema.data.ts';

/** The name under which MediaPipe Tasks looks for an image model's metadata. */
const METADATA_NAME = 'TFLITE_METADATA';

/**
 * Adds a `TFLITE_METADATA` block to a TFLite file. The old bytes stay verbatim behind a new root.
 *
 * The order of the new objects and the alignment are part of the pinned hash of `face_landmarker.task`.
 */
export function attachMetadata(model: Uint8Array, metadata: Uint8Array): Buffer {
  const view = new FlatbufferView(model);
  const root = view.root();
  const existingTables = (field: number): FlatbufferNode[] =>
    view.tables(root, field).map((position) => ({ kind: 'existing', position }));

  const oldBuffers = existingTables(MODEL.buffers);
  const content: FlatbufferNode = { kind: 'bytes', bytes: metadata };
  const name: FlatbufferNode = { kind: 'text', text: METADATA_NAME };
  const contentBuffer: FlatbufferNode = {
    kind: 'table',
    fields: [{ number: BUFFER.data, kind: 'reference', target: content }],
  };
  const entry: FlatbufferNode = {
    kind: 'table',
    fields: [
      { number: METADATA.name, kind: 'reference', target: name },
      { number: METADATA.buffer, kind: 'uint32', value: oldBuffers.length },
    ],
  };
  const buffers: FlatbufferNode = { kind: 'references', items: [...oldBuffers, contentBuffer] };
  const entries: FlatbufferNode = { kind: 'references', items: [...existingTables(MODEL.metadata), entry] };
  const keep = (number: number): TableField => {
    const position = view.reference(root, number);
    return position === undefined
      ? { kind: 'gap' }
      : { number, kind: 'reference', target: { kind: 'existing', position } };
  };

  return writeFlatbufferPrefix(
    {
      kind: 'table',
      fields: [
        { number: MODEL.version, kind: 'uint32', value: view.int32(root, MODEL.version, 3) },
        keep(MODEL.operatorCodes),
        keep(MODEL.subgraphs),
        keep(MODEL.description),
        { number: MODEL.buffers, kind: 'reference', target: buffers },
        keep(MODEL.metadataBuffer),
        { number: MODEL.metadata, kind: 'reference', target: entries },
      ],
    },
    model,
    {
      identifier: 'TFL3',
      alignment: 16,
      placeFirst: [buffers, entries, contentBuffer, entry, name, content],
    },
  );
}
