import { CaptureError } from '../model/capture-error.ts';
import type { FromContainerWorker, ToContainerWorker } from '../model/container-messages.ts';
import { workerScope } from '../model/worker-scope.ts';
import { ContainerWriter } from './container-writer.ts';

/** Entry of the container worker: messages are handled strictly one after the other, in the order they came. */
function run(): void {
  const scope = workerScope<ToContainerWorker, FromContainerWorker>();
  let writer: ContainerWriter | undefined;
  let turn: Promise<void> = Promise.resolve();

  scope.addEventListener('message', ({ data }) => {
    if (data.kind === 'frame' && writer?.admits() !== true) return data.picture.close();
    turn = turn
      .then(async () => {
        if (data.kind === 'start') {
          writer = new ContainerWriter(data);
          const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
          scope.postMessage({ kind: 'started', timeZone });
        } else if (writer === undefined) throw new CaptureError('internal_error', 'start has to come first');
        else {
          const answer = await handle(writer, data);
          if (answer !== undefined) scope.postMessage(answer);
        }
      })
      .catch((thrown: unknown) => {
        const reason = thrown instanceof Error ? thrown.message : String(thrown);
        scope.postMessage({ kind: 'failed', reason });
      });
  });
}

async function handle(
  writer: ContainerWriter,
  message: Exclude<ToContainerWorker, { kind: 'start' }>,
): Promise<FromContainerWorker | undefined> {
  switch (message.kind) {
    case 'begin_action':
      writer.beginAction(message);
      return undefined;
    case 'frame':
      await writer.addFrame(message);
      return undefined;
    case 'end_action':
      return writer.endAction(message);
    case 'photo':
      return writer.addPhoto(message);
    case 'seal':
      return writer.seal(message);
  }
}

run();
