// The only door to onnxruntime: opens a checked model file and runs tensors through it.
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { Failure, reasonOf } from '../domain/errors.ts';

export type TensorIn = { readonly data: Float32Array | Uint8Array; readonly dims: readonly number[] };
export type TensorOut = { readonly data: Float32Array; readonly dims: readonly number[] };
export type Session = {
  readonly name: string;
  readonly outputs: readonly string[];
  readonly run: (inputs: Readonly<Record<string, TensorIn>>) => Promise<ReadonlyMap<string, TensorOut>>;
  readonly close: () => Promise<void>;
};
export type SessionOptions = {
  /** Cores one model run may use; cameras that share a machine want 1. */
  readonly threads?: number;
};

/** Opens ONNX bytes; `name` is what failures call the model. */
export async function openSession(name: string, bytes: Uint8Array, options: SessionOptions = {}): Promise<Session> {
  const session = await create(name, bytes, options.threads ?? 1);
  return {
    name,
    outputs: session.outputNames,
    run: async (inputs) => {
      const feeds: Record<string, Tensor> = {};
      for (const [key, { data, dims }] of Object.entries(inputs)) {
        feeds[key] = data instanceof Float32Array ? new Tensor('float32', data, [...dims]) : new Tensor('uint8', data, [...dims]);
      }
      const results = await session.run(feeds);
      return new Map(Object.entries(results).map(([key, tensor]) => [key, floats(name, key, tensor)]));
    },
    close: async () => {
      await session.release();
    },
  };
}

/** One output of a run, or a failure that says which one is missing. */
export function output(session: Session, results: ReadonlyMap<string, TensorOut>, key: string): TensorOut {
  const found = results.get(key);
  if (found === undefined) throw new Failure('model_wrong', `model ${session.name}: expected an output called "${key}", it has ${session.outputs.join(', ')}`);
  return found;
}

async function create(name: string, bytes: Uint8Array, threads: number): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(bytes, { intraOpNumThreads: threads, interOpNumThreads: 1, executionMode: 'sequential', graphOptimizationLevel: 'all', logSeverityLevel: 3 });
  } catch (thrown) {
    throw new Failure('model_wrong', `model ${name}: onnxruntime refuses the file: ${reasonOf(thrown)}`, { cause: thrown });
  }
}

function floats(name: string, key: string, tensor: Tensor): TensorOut {
  if (tensor.data instanceof Float32Array) return { data: tensor.data, dims: tensor.dims };
  if (tensor.data instanceof Int32Array || tensor.data instanceof Uint8Array) return { data: Float32Array.from(tensor.data), dims: tensor.dims };
  if (tensor.data instanceof BigInt64Array) return { data: Float32Array.from(tensor.data, Number), dims: tensor.dims };
  throw new Failure('model_wrong', `model ${name}: output "${key}" is ${tensor.type}, expected float32, int32, int64 or uint8`);
}
