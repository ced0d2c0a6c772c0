import { SAML_CHECKS, type SamlCheck, type SamlCheckId } from "./checks";

const FOUND_LENGTH = 500;

/** Notes how a check went. @returns whether it passed, so that what rests on it can stop. */
export type Judge = (id: SamlCheckId, passed: boolean, found?: string) => boolean;

/** The checks of one response, noted as they are made. */
export class Checklist {
  readonly #noted = new Map<SamlCheckId, SamlCheck>();

  readonly check: Judge = (id, passed, found) => {
    this.#noted.set(id, {
      id,
      state: passed ? "passed" : "failed",
      ...(found && { found: found.slice(0, FOUND_LENGTH) }),
    });
    return passed;
  };

  /** @returns every check, in the order they are made; what was not reached is skipped. */
  list(): SamlCheck[] {
    const ids = Object.keys(SAML_CHECKS) as SamlCheckId[];
    return ids.map((id) => this.#noted.get(id) ?? { id, state: "skipped" });
  }

  hasFailure = (): boolean => [...this.#noted.values()].some(({ state }) => state === "failed");
}
