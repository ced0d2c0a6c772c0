import Link from "next/link";
import type { ReactNode } from "react";
import { Brand } from "@/components/brand";
import { getSettings } from "@/lib/settings/read";

export { generateMetadata } from "@/app/branded-titles";

/**
 * The card around every sign-in page; on a phone the card is the page. It hangs from the top, so that nothing jumps
 * between steps of different height.
 */
export default async function AuthLayout({ children }: { children: ReactNode }) {
  const { branding } = await getSettings();
  return (
    <div className="flex min-h-svh flex-col items-center bg-background sm:bg-muted sm:px-4 sm:pt-[max(2rem,12vh)] sm:pb-12 sm:dark:bg-background">
      <main className="flex w-full flex-col gap-6 px-5 pt-10 pb-8 sm:max-w-[400px] sm:rounded-2xl sm:border sm:bg-card sm:p-8 sm:shadow-sm">
        <Link href="/" className="flex max-w-full self-center rounded-md">
          <Brand name={branding.appName} />
        </Link>
        {children}
      </main>
    </div>
  );
}
