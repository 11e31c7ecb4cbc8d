/** What one check of the self-check found, in words for the developer or operator who looks at `/debug.php`. */
export interface Finding {
  readonly what: string;
  /** `warn`: captures work, but less well. `bad`: they do not. */
  readonly verdict: 'good' | 'warn' | 'bad';
  readonly seen: string;
  /** What to do about it; empty when all is well. */
  readonly advice: string;
}

export function good(what: string, seen: string): Finding {
  return { what, verdict: 'good', seen, advice: '' };
}

export function warn(what: string, seen: string, advice: string): Finding {
  return { what, verdict: 'warn', seen, advice };
}

export function bad(what: string, seen: string, advice: string): Finding {
  return { what, verdict: 'bad', seen, advice };
}

/** In words, for a screen reader: how many of each. */
export function summaryOf(findings: readonly Finding[]): string {
  const count = (verdict: Finding['verdict']) =>
    findings.filter((finding) => finding.verdict === verdict).length;
  const failed = count('bad');
  const weak = count('warn');
  if (failed === 0 && weak === 0) return `All ${findings.length} checks passed.`;
  const parts = [
    `${count('good')} of ${findings.length} checks passed`,
    ...(weak > 0 ? [`${weak} with a remark`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
  ];
  return `${parts.join(', ')}.`;
}
