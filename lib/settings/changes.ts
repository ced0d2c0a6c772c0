type Change = { from: unknown; to: unknown } | { added: unknown[]; removed: unknown[] };

/** @returns per field that differs: from what to what, or, of a list, what came and what went, whatever its order. */
export function changesBetween(before: object, after: object): Record<string, Change> {
  const old = before as Record<string, unknown>;
  const changes = Object.entries(after).flatMap(([field, now]) => {
    const change = changeOf(old[field], now);
    return change ? [[field, change] as const] : [];
  });
  return Object.fromEntries(changes);
}

function changeOf(from: unknown, to: unknown): Change | undefined {
  if (!Array.isArray(from) || !Array.isArray(to)) return from === to ? undefined : { from, to };
  const added = to.filter((entry) => !from.includes(entry));
  const removed = from.filter((entry) => !to.includes(entry));
  return added.length + removed.length > 0 ? { added, removed } : undefined;
}
