import type { AnalysisType } from './analysis.ts';

/**
 * Queues of analyses, named as in the operations guide (components, "Celery-tfss: analysis tasks", "Celery-regula: document
 * analysis tasks"). Read 2026-11-22.
 */
export const QUEUES = ['tfss', 'regula'] as const;
export type QueueName = (typeof QUEUES)[number];

/** Reading a document takes seconds and models of its own: liveness does not wait behind it. */
export function queueOf(type: AnalysisType): QueueName {
  return type === 'DOCUMENTS' ? 'regula' : 'tfss';
}
