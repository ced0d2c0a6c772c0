/** No document of ours comes near; what walks through one by calling itself needs an end. */
const DEPTH_MAX = 32;

/**
 * Reads JSON from outside. `JSON.parse` takes any depth without calling itself; whoever looks at the outcome may not.
 * @throws SyntaxError on what is no JSON, and on lists and objects within each other more than 32 deep.
 */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  if (isDeeper(value, DEPTH_MAX)) throw new SyntaxError(`This JSON is more than ${DEPTH_MAX} deep`);
  return value;
}

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === "object" &&
  value !== null &&
  (levels === 0 || Object.values(value).some((one) => isDeeper(one, levels - 1)));
