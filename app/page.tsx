import { KeyRoundIcon, MailIcon, MonitorSmartphoneIcon, ServerIcon, SlidersHorizontalIcon } from "lucide-react";
import Link from "next/link";
import { Brand } from "@/components/brand";
import { ThemeToggle } from "@/components/theme-toggle";
import { Button } from "@/components/ui/button";

const included = [
  {
    Icon: MailIcon,
    title: "Email codes",
    words: "Six digits, sent to the address. They prove it at sign-up and open the door at sign-in.",
  },
  {
    Icon: KeyRoundIcon,
    title: "Passwords",
    words: "Hashed with argon2id, checked against common ones, and reset by a code.",
  },
  {
    Icon: MonitorSmartphoneIcon,
    title: "Sessions and devices",
    words: "People see where they are signed in, and sign out any device at once.",
  },
  {
    Icon: SlidersHorizontalIcon,
    title: "Admin settings",
    words: "Turn methods on and off, set rules and names, without a new deployment.",
  },
  {
    Icon: ServerIcon,
    title: "All of it yours",
    words: "Your repository, your Postgres, your mail server. No account anywhere else.",
  },
];

/** The front page. Replace it with yours. */
export default function LandingPage() {
  return (
    <div className="mx-auto flex min-h-svh w-full max-w-4xl flex-col px-5 sm:px-8">
      <header className="flex items-center justify-between gap-4 py-5">
        <Brand />
        <div className="flex items-center gap-1">
          <ThemeToggle />
          <Button variant="ghost" asChild>
            <Link href="/sign-in">Sign in</Link>
          </Button>
        </div>
      </header>

      <main className="flex flex-1 flex-col gap-16 pt-14 pb-16 sm:gap-24 sm:pt-28">
        <section className="flex flex-col items-start gap-6">
          <h1 className="max-w-2xl text-4xl font-semibold tracking-tight text-balance sm:text-6xl">Sign-in you own.</h1>
          <p className="max-w-xl text-lg text-balance text-muted-foreground sm:text-xl">
            Everything between “Create account” and “Sign out”, in your own code and your own database. Clone it,
            restyle it, ship it.
          </p>
          <div className="flex w-full flex-col gap-3 sm:w-auto sm:flex-row">
            <Button size="lg" asChild>
              <Link href="/sign-up">Create account</Link>
            </Button>
            <Button size="lg" variant="outline" asChild>
              <Link href="/sign-in">Sign in</Link>
            </Button>
          </div>
        </section>

        <section className="flex flex-col gap-8 border-t pt-10" aria-labelledby="included">
          <h2 id="included" className="text-sm font-medium text-muted-foreground">
            What is included
          </h2>
          <ul className="grid gap-x-10 gap-y-8 sm:grid-cols-2">
            {included.map(({ Icon, title, words }) => (
              <li key={title} className="flex gap-4">
                <Icon className="mt-0.5 size-5 shrink-0 text-primary" aria-hidden="true" />
                <div className="flex flex-col gap-1">
                  <h3 className="font-medium">{title}</h3>
                  <p className="text-sm text-pretty text-muted-foreground">{words}</p>
                </div>
              </li>
            ))}
          </ul>
        </section>
      </main>

      <footer className="border-t py-6 text-sm text-muted-foreground">
        This page is <code className="font-mono text-foreground">app/page.tsx</code>. Replace it with your own.
      </footer>
    </div>
  );
}
