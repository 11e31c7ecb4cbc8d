import { elementAt } from '../model/element-at.ts';
import { ModelBuildError } from '../model/model-build-error.ts';
import type { TfliteGraph } from '../model/tflite-model.ts';
import { ATTENTION_OPERATORS } from './attention-operators.ts';
import { Conversion } from './conversion.ts';
import { STANDARD_OPERATORS } from './standard-operators.ts';

/** A tensor's public name and shape in the converted model; the shape may regroup the same numbers. */
interface Port {
  readonly name: string;
  readonly shape: readonly number[];
}

/** How the converted model presents itself. */
export interface ConversionPorts {
  readonly graphName: string;
  readonly input: Port;
  /** One for each output of the TFLite graph, in its order. */
  readonly outputs: readonly Port[];
}

const OPERATORS = { ...STANDARD_OPERATORS, ...ATTENTION_OPERATORS };

/**
 * Converts a float TFLite graph into an ONNX model (operator set 16, float32, NHWC input).
 *
 * @throws ModelBuildError `unsupported_model` when the graph has an operator or option that no converter knows.
 */
export function convertTflite(source: TfliteGraph, ports: ConversionPorts): Buffer {
  if (source.inputs.length !== 1 || source.outputs.length !== ports.outputs.length) {
    throw new ModelBuildError(
      'unsupported_model',
      `TFLite model: ${source.inputs.length} inputs and ${source.outputs.length} outputs do not match the ports of ${ports.graphName}.`,
    );
  }
  const conversion = new Conversion(source);
  const { graph } = conversion;
  const input = elementAt(source.inputs, 0, 'TFLite inputs');
  graph.addInput(ports.input.name, ports.input.shape);
  const inputShape = graph.integers(conversion.shape(input));
  graph.node('Reshape', [ports.input.name, inputShape], {}, conversion.name(input));
  for (const operator of source.operators) {
    const convert = OPERATORS[operator.name];
    if (convert === undefined) {
      throw new ModelBuildError(
        'unsupported_model',
        `TFLite model: no converter for operator ${operator.name}. Add it to packages/models/src/convert.`,
      );
    }
    convert(conversion, operator);
  }
  for (const [place, port] of ports.outputs.entries()) {
    const output = conversion.value(elementAt(source.outputs, place, 'TFLite outputs'));
    graph.node('Reshape', [output, graph.integers(port.shape)], {}, port.name);
    graph.addOutput(port.name, port.shape);
  }
  return graph.encode(ports.graphName);
}
