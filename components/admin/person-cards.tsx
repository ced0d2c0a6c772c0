import type { ReactNode } from "react";
import { Time } from "@/components/profile/time";
import { Badge } from "@/components/ui/badge";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import type { Person } from "@/lib/users/person";

const kinds = { email: "Email", phone: "Phone", username: "Username", wallet: "Wallet" };

/** Who somebody is, and what they sign in with. */
export function PersonCards({ person }: { person: Person }) {
  const { identifiers, sessionCount } = person;
  return (
    <>
      <Card role="region" aria-label="Account">
        <CardHeader>
          <CardTitle>
            <h2>Account</h2>
          </CardTitle>
          <CardDescription>Who they are, and when they were here.</CardDescription>
        </CardHeader>
        <CardContent>
          <dl className="grid gap-x-6 gap-y-3 text-sm sm:grid-cols-[10rem_1fr]">
            <Fact label="First name">{person.firstName ?? "–"}</Fact>
            <Fact label="Last name">{person.lastName ?? "–"}</Fact>
            <Fact label="Joined">
              <Time at={person.createdAt} />
            </Fact>
            <Fact label="Last sign-in">{person.lastSignInAt ? <Time at={person.lastSignInAt} /> : "never"}</Fact>
            <Fact label="Signed in on">{devices(sessionCount)}</Fact>
          </dl>
        </CardContent>
      </Card>
      <Card role="region" aria-label="Identifiers">
        <CardHeader>
          <CardTitle>
            <h2>Identifiers</h2>
          </CardTitle>
          <CardDescription>What they sign in with, and where they are reached.</CardDescription>
        </CardHeader>
        <CardContent>
          {identifiers.length === 0 ? (
            <p className="text-sm text-muted-foreground">No address, number or username.</p>
          ) : (
            <ul className="divide-y" aria-label="Identifiers">
              {identifiers.map(({ id, kind, text, isPrimary, verifiedAt }) => (
                <li key={id} className="flex flex-col gap-x-6 gap-y-1 py-3 first:pt-0 last:pb-0 sm:flex-row">
                  <span className="text-sm text-muted-foreground sm:w-40 sm:shrink-0">{kinds[kind]}</span>
                  <span className="flex min-w-0 flex-wrap items-center gap-2 text-sm font-medium">
                    <span className="wrap-anywhere">{text}</span>
                    {isPrimary && <Badge variant="secondary">Primary</Badge>}
                    {!verifiedAt && <Badge variant="outline">Unverified</Badge>}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </CardContent>
      </Card>
    </>
  );
}

const devices = (count: number) => (count === 0 ? "no device" : count === 1 ? "1 device" : `${count} devices`);

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="contents">
      <dt className="-mb-2 text-muted-foreground sm:mb-0">{label}</dt>
      <dd className="wrap-anywhere">{children}</dd>
    </div>
  );
}
