/** A form as the server renders it for a browser without JavaScript. */
export interface RawForm {
  /** Where it posts. */
  url: string;
  /** What names the action; has to be sent along unchanged. */
  hidden: [string, string][];
  /** Every other field, with the value it is rendered with. */
  fields: Map<string, string>;
}

const decode = (text: string) =>
  text
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
const attribute = (tag: string, name: string) => {
  const found = new RegExp(`\\s${name.replace("$", "\\$")}="([^"]*)"`).exec(tag)?.[1];
  return found === undefined ? undefined : decode(found);
};

/** @returns the value a select starts with: of the option marked, else of the first. */
function chosen(options: string): string | undefined {
  const tags = [...options.matchAll(/<option\b[^>]*>/g)].map(([tag]) => tag);
  return attribute(tags.find((tag) => /\sselected\b/.test(tag)) ?? tags[0] ?? "", "value");
}

/** @returns the forms in a page's HTML. Each select, button, input and textarea with a name is a field. */
function formsIn(html: string, url: string): RawForm[] {
  return [...html.matchAll(/<form\b.*?<\/form>/gs)].map(([form]) => {
    const hidden: [string, string][] = [];
    const fields = new Map<string, string>();
    for (const [whole, tag = "", options = ""] of form.matchAll(
      /(<(?:input|button|textarea)\b[^>]*>)|<select\b[^>]*>(.*?)<\/select>/gs,
    )) {
      const name = attribute(tag || whole, "name");
      if (name === undefined) continue;
      const value = (tag ? attribute(tag, "value") : chosen(options)) ?? "";
      if (name.startsWith("$ACTION")) hidden.push([name, value]);
      else fields.set(name, value);
    }
    return { url, hidden, fields };
  });
}

/** A browser reduced to HTTP: its cookies, its address, and full control over what it sends. */
export class RawClient {
  readonly cookies = new Map<string, string>();

  constructor(
    readonly origin: string,
    readonly clientAddress: string,
  ) {}

  /** Sends a request as this client, following nothing. Keeps the cookies of the answer. */
  async send(path: string, init: RequestInit & { headers?: Record<string, string> } = {}): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { "x-forwarded-for": this.clientAddress, ...(cookie && { cookie }), ...init.headers };
    const answer = await fetch(this.origin + path, { redirect: "manual", ...init, headers });
    for (const set of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (value) this.cookies.set(name, value);
      else this.cookies.delete(name);
    }
    return answer;
  }

  /** @returns the forms of a page. */
  async forms(path: string): Promise<RawForm[]> {
    const answer = await this.send(path);
    if (answer.status !== 200)
      throw new Error(`${path} answered ${answer.status} ${answer.headers.get("location") ?? ""}`);
    return formsIn(await answer.text(), path);
  }

  /** @returns the form of a page that has this field. */
  async form(path: string, field: string): Promise<RawForm> {
    const found = (await this.forms(path)).find(({ fields }) => fields.has(field));
    if (!found) throw new Error(`${path} has no form with the field ${field}`);
    return found;
  }

  /** Posts a form. @param values replaces fields; an array sends a name more than once, undefined leaves it out. */
  async submit(
    form: RawForm,
    values: Record<string, string | Blob | string[] | undefined> = {},
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const body = new FormData();
    for (const [name, value] of form.hidden) body.append(name, value);
    for (const [name, value] of Object.entries({ ...Object.fromEntries(form.fields), ...values })) {
      for (const one of Array.isArray(value) ? value : [value]) {
        if (one === undefined) continue;
        if (typeof one === "string") body.append(name, one);
        else body.append(name, one, "file.txt");
      }
    }
    return this.send(form.url, { method: "POST", body, headers: { origin: this.origin, ...headers } });
  }
}
