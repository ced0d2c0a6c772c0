/** A place in the list of people: beside this person, and on to the older or the newer ones. */
export interface Cursor {
  side: "older" | "newer";
  /** When the person was created: to the microsecond, so that nobody between two of them is skipped. */
  micros: string;
  id: string;
}

const PLACE = /^(\d{1,16})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** @returns a place as it stands in an address. */
export const placeOf = ({ micros, id }: Omit<Cursor, "side">): string => `${micros}_${id}`;

/** @returns the place an address names; null for none, or one that is none of ours. */
export function cursorFrom(query: { older?: unknown; newer?: unknown }): Cursor | null {
  for (const side of ["older", "newer"] as const) {
    const [, micros, id] = PLACE.exec(String(query[side])) ?? [];
    if (micros && id) return { side, micros, id };
  }
  return null;
}
