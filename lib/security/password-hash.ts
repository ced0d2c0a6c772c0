import "server-only";
import { availableParallelism } from "node:os";
import { hash, verify } from "@node-rs/argon2";
import { newToken } from "./keys";
import { createQueue } from "./queue";

/** OWASP Password Storage: 19 MiB, 2 passes, 1 lane of argon2id, which is the library's default algorithm. */
const PARAMETERS = { memoryCost: 19456, timeCost: 2, parallelism: 1 };
const CURRENT_PREFIX = `$argon2id$v=19$m=${PARAMETERS.memoryCost},t=${PARAMETERS.timeCost},p=${PARAMETERS.parallelism}$`;

/** Hash work waits its turn: memory stays at a few hashes however many people sign in at once (PW-13). */
const inTurn = createQueue(availableParallelism());

/** One text, one form (PW-05): what is typed composed or decomposed is the same password. */
const normalise = (password: string) => password.normalize("NFKC");

let dummy: Promise<string> | undefined;
/** A hash at the live parameters that nothing matches: unknown people cost as much as known ones (EN-02). */
const dummyHash = () => (dummy ??= hashPassword(newToken()));

/** @returns a PHC string with a fresh random salt. */
export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(normalise(password), PARAMETERS));

/**
 * @param stored the PHC string, or null for nobody: the same work is done and the answer is false.
 * @returns whether the password matches, and whether the hash is below today's parameters.
 */
export async function verifyPassword(
  stored: string | null,
  password: string,
): Promise<{ matches: boolean; outdated: boolean }> {
  const against = stored?.startsWith("$argon2id$") ? stored : await dummyHash();
  const matches = await inTurn(() => verify(against, normalise(password)));
  return { matches: matches && against === stored, outdated: !against.startsWith(CURRENT_PREFIX) };
}
