import { pino } from 'pino';
import { InProcessQueue } from '../../packages/engine/src/queue/in-process-queue.ts';
import { describeQueue, type QueueImplementation } from './queue-contract.ts';

const IMPLEMENTATIONS: readonly QueueImplementation[] = [
  {
    name: 'in process',
    open: async (setup) => new InProcessQueue({ ...setup, log: pino({ level: 'silent' }) }),
  },
];

for (const implementation of IMPLEMENTATIONS) describeQueue(implementation);
