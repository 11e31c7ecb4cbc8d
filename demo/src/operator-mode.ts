/** Whether this installation is for operators: `use_for_liveness` in what the adapter tells every page. */
export async function operatorMode(fetcher: typeof fetch = fetch): Promise<boolean> {
  const reply = await fetcher('/config.php').catch(() => undefined);
  if (reply === undefined || !reply.ok) return false;
  const config: unknown = await reply.json().catch(() => undefined);
  return (
    typeof config === 'object' &&
    config !== null &&
    'use_for_liveness' in config &&
    config.use_for_liveness === true
  );
}
