import { telemetryBatchSchema } from '@presence/protocol';
import { describe, expect, it } from 'vitest';
import { startTelemetry } from './telemetry.ts';

describe('startTelemetry', () => {
  it('keeps events until the session is known, then sends what the adapter accepts', () => {
    const sent: [string, string][] = [];
    const telemetry = startTelemetry({
      baseUrl: 'https://liveness.example/base/',
      now: () => 12.4,
      send: (url, body) => sent.push([url, body]),
    });
    telemetry.note('open', { version: '0.1.0' });
    telemetry.flush();
    expect(sent).toEqual([]);
    telemetry.identify('7f3f2f0a-5b0e-4c53-9f5e-0c3f2b1f9a11', 'token');
    telemetry.note('tracker.ready', { reason: 'x'.repeat(900) });
    telemetry.close();
    const [[url, body] = ['', '{}']] = sent;
    expect(url).toBe('https://liveness.example/base/tm.php');
    const batch = telemetryBatchSchema.parse(JSON.parse(body));
    expect(batch.events.map((event) => event.name)).toEqual(['open', 'tracker.ready']);
    expect(batch.events[0]?.time_ms).toBe(12);
  });

  it('sends nothing twice', () => {
    const sent: string[] = [];
    const telemetry = startTelemetry({
      baseUrl: 'https://a.example/',
      now: () => 0,
      send: (_, body) => sent.push(body),
    });
    telemetry.identify('7f3f2f0a-5b0e-4c53-9f5e-0c3f2b1f9a11', 'token');
    telemetry.note('open');
    telemetry.close();
    telemetry.close();
    expect(sent).toHaveLength(1);
  });
});
