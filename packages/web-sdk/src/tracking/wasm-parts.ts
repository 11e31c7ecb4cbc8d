/**
 * Fetches and compiles at once, so that neither waits for the script that will use it. A server that sends another type than
 * `application/wasm` costs the streaming, no more.
 *
 * @throws TypeError when it cannot be fetched, WebAssembly.CompileError when it is no WebAssembly.
 */
export async function compileWasm(url: string, signal?: AbortSignal): Promise<WebAssembly.Module> {
  const reply = await fetched(url, signal);
  if (reply.headers.get('content-type')?.startsWith('application/wasm') === true)
    return WebAssembly.compileStreaming(reply);
  return WebAssembly.compile(await reply.arrayBuffer());
}

/** @throws TypeError when it cannot be fetched. */
export async function fetchBytes(url: string, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await (await fetched(url, signal)).arrayBuffer());
}

/** What Emscripten calls instead of fetching and compiling by itself: its `Module.instantiateWasm`. */
export function instantiator(wasm: WebAssembly.Module) {
  return (
    imports: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance, wasm: WebAssembly.Module) => void,
  ): void => {
    WebAssembly.instantiate(wasm, imports).then(
      (instance) => done(instance, wasm),
      // Emscripten waits for `done` alone; an error thrown here reaches the worker's error event.
      (thrown: unknown) =>
        queueMicrotask(() => {
          throw thrown;
        }),
    );
  };
}

async function fetched(url: string, signal: AbortSignal | null = null): Promise<Response> {
  const reply = await fetch(url, { signal });
  if (!reply.ok) throw new TypeError(`${url}: HTTP ${reply.status}`);
  return reply;
}
