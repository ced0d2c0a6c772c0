type Change =
  | { from: unknown; to: unknown }
  | { added: unknown[]; removed: unknown[] }
  /** Of a secret, which is written down in no form, encrypted neither. */
  | "set"
  | "replaced"
  | "removed";

/**
 * @returns per field that differs: from what to what, or, of a list, what came and what went, whatever its order. The
 * fields of a part stand under its name: `part.field`.
 */
export function changesBetween(before: object, after: object): Record<string, Change> {
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  const changes = Object.keys({ ...old, ...now }).flatMap((field) => {
    const change = changeOf(field, old[field], now[field]);
    return change ? [[field, change] as const] : [];
  });
  return Object.fromEntries(changes);
}

const fieldsOf = (part: object, path = ""): Record<string, unknown> =>
  Object.assign(
    {},
    ...Object.entries(part).map(([name, value]) =>
      typeof value === "object" && value !== null && !Array.isArray(value)
        ? fieldsOf(value, `${path}${name}.`)
        : { [path + name]: value },
    ),
  );

function changeOf(field: string, from: unknown, to: unknown): Change | undefined {
  if (/secret$/i.test(field))
    return from === to || (!from && !to) ? undefined : !from ? "set" : to ? "replaced" : "removed";
  if (!Array.isArray(from) || !Array.isArray(to)) return from === to ? undefined : { from, to };
  const added = to.filter((entry) => !from.includes(entry));
  const removed = from.filter((entry) => !to.includes(entry));
  return added.length + removed.length > 0 ? { added, removed } : undefined;
}
