import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { BRAND_NAME } from "@/components/brand";
import { ThemeProvider } from "@/components/theme-provider";
import "./globals.css";

export const metadata: Metadata = {
  title: { template: `%s · ${BRAND_NAME}`, default: BRAND_NAME },
  description: "Sign-in, sign-up and sessions in your own repository and your own database.",
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#0d0d0d" },
  ],
};

/** Asked in these words, so that a build leaves it out. */
const loadTestWallet = () =>
  process.env.NODE_ENV === "development" ? import("@/components/dev/test-wallet") : Promise.resolve(undefined);

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  const TestWallet = (await loadTestWallet())?.TestWallet;
  return (
    // The theme's script sets the class before React looks.
    <html lang="en" suppressHydrationWarning>
      <body>
        <ThemeProvider nonce={nonce}>{children}</ThemeProvider>
        {TestWallet && <TestWallet />}
      </body>
    </html>
  );
}
