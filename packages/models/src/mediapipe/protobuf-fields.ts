import { ModelBuildError } from '../model/model-build-error.ts';

/** One field of a protobuf message: a varint's value, or the bytes of a fixed or length-delimited field. */
export type ProtobufField =
  | { readonly kind: 'varint'; readonly number: number; readonly value: number }
  | { readonly kind: 'bytes'; readonly number: number; readonly bytes: Buffer };

/**
 * Splits one protobuf message into its fields (wire types 0, 1, 2 and 5 of the protobuf encoding guide).
 *
 * @throws ModelBuildError `malformed_data` when the message is cut off or uses groups.
 */
export function readProtobufFields(message: Buffer): ProtobufField[] {
  const fields: ProtobufField[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = message[at++];
      if (byte === undefined) {
        throw malformed('a number is cut off');
      }
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) {
        return value;
      }
      factor *= 128;
    }
  };
  const take = (length: number): Buffer => {
    if (at + length > message.length) {
      throw malformed('a field is cut off');
    }
    at += length;
    return message.subarray(at - length, at);
  };
  while (at < message.length) {
    const tag = varint();
    const number = Math.floor(tag / 8);
    switch (tag % 8) {
      case 0:
        fields.push({ kind: 'varint', number, value: varint() });
        break;
      case 1:
        fields.push({ kind: 'bytes', number, bytes: take(8) });
        break;
      case 2:
        fields.push({ kind: 'bytes', number, bytes: take(varint()) });
        break;
      case 5:
        fields.push({ kind: 'bytes', number, bytes: take(4) });
        break;
      default:
        throw malformed(`wire type ${tag % 8} is not supported`);
    }
  }
  return fields;
}

function malformed(detail: string): ModelBuildError {
  return new ModelBuildError('malformed_data', `protobuf message: ${detail}.`);
}
