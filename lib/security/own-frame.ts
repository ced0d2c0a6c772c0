/** A page of ours is in no frame of another's: the library lets such answers pass (PK-03). */
export function isOwnFrame(clientDataJSON: unknown): boolean {
  try {
    const data = JSON.parse(Buffer.from(String(clientDataJSON), "base64url").toString("utf8")) as object;
    return !("crossOrigin" in data && data.crossOrigin !== false) && !("topOrigin" in data);
  } catch {
    return false;
  }
}
