/**
 * What kind of build this is: decided when it is compiled, never by a variable of the running server. The compiler puts
 * the answer in place of the very words `process.env.NODE_ENV`; NODE_ENV read in any other way is such a variable.
 */
export const isProduction = process.env.NODE_ENV === "production";

/**
 * A development build shows everybody's codes to anyone who asks, so nothing but `next dev` may serve it.
 * @param build.kind NODE_ENV as compiled.
 * @param build.isDevServer whether `next dev` compiled it; `next build --debug-prerender` makes such builds too.
 * @param build.startedAs NODE_ENV of the running process.
 * @returns why this build must not start; undefined when it may.
 */
export function whyNotThisBuild(build: {
  kind: string;
  isDevServer: boolean;
  startedAs: string | undefined;
}): string | undefined {
  if (build.kind === "production") return undefined;
  if (build.isDevServer && build.startedAs !== "production") return undefined;
  return "This is a development build, which shows everybody's codes, so it never runs as production. For production: npm run build && npm start. For development: npm run dev, without NODE_ENV.";
}
