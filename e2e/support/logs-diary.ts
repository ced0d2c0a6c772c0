import { expect } from "@playwright/test";
import { anyAddress } from "./instances-steps";
import { newAddress, newPassword } from "./people";
import { RawClient } from "./raw-forms";

/** Remembers every token that any of its cookies ever held. */
class RememberingClient extends RawClient {
  constructor(
    origin: string,
    readonly tokens: Set<string>,
  ) {
    super(origin, anyAddress());
  }

  override async send(...request: Parameters<RawClient["send"]>): Promise<Response> {
    const answer = await super.send(...request);
    for (const token of this.cookies.values()) this.tokens.add(token);
    return answer;
  }
}

/** What people used that no log may repeat, and what the audit has to tell of them. */
export class Diary {
  readonly tokens = new Set<string>();
  readonly codes: string[] = [];
  readonly passwords: string[] = [];
  readonly addresses: string[] = [];
  /** Types of events, by the id of whom they are about. */
  readonly events = new Map<string, string[]>();

  constructor(readonly origin: string) {}

  client = () => new RememberingClient(this.origin, this.tokens);

  password(): string {
    const password = newPassword();
    this.passwords.push(password);
    return password;
  }

  address(): string {
    const address = newAddress();
    this.addresses.push(address);
    return address;
  }

  async code(arriving: Promise<string>): Promise<string> {
    const code = await arriving;
    this.codes.push(code);
    return code;
  }

  /** Posts the first (or last) form of a page that has the field. @param value what it holds already when left out. */
  async post(
    client: RawClient,
    path: string,
    fields: Record<string, string | undefined>,
    { status = 303, last = false } = {},
  ): Promise<void> {
    const [field = ""] = Object.keys(fields);
    const forms = (await client.forms(path)).filter((form) => form.fields.has(field));
    const form = forms.at(last ? -1 : 0);
    if (!form) throw new Error(`${path} has no form with the field ${field}`);
    const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
    expect([path, fields, (await client.submit(form, given)).status]).toEqual([path, fields, status]);
  }

  /** @returns every secret in it that is a plain text of its own, unlike a code. */
  secrets = () => [...this.tokens, ...this.passwords, ...this.addresses];
}
