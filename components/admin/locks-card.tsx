import { Time } from "@/components/profile/time";
import type { FormAction } from "@/lib/form-state";
import { AdminCard } from "./admin-card";
import { LiftLocksForm } from "./lift-locks-form";

/** A lock in words: what was guessed at, until when it holds, and where. */
export interface ShownLock {
  what: string;
  until: Date | null;
  isOwnBrowser: boolean;
}

/** What failed attempts have locked of a user's account, and the button that lifts it. */
export function LocksCard({ id, locks, action }: { id: string; locks: ShownLock[]; action: FormAction }) {
  return (
    <AdminCard
      title="Locks"
      description="After too many failed attempts in a row. Other ways to sign in still work, and end the lock."
    >
      {locks.length === 0 ? (
        <p className="text-sm text-muted-foreground">Nothing is locked.</p>
      ) : (
        <ul className="divide-y" aria-label="Locks">
          {locks.map(({ what, until, isOwnBrowser }) => (
            <li
              key={`${what} ${isOwnBrowser} ${until}`}
              className="flex flex-col gap-x-6 py-3 text-sm first:pt-0 last:pb-0 sm:flex-row sm:justify-between"
            >
              <span className="font-medium first-letter:uppercase">
                {what}, {isOwnBrowser ? "in a browser of theirs" : "in new browsers"}
              </span>
              <span className="text-muted-foreground">
                {until ? (
                  <>
                    until <Time at={until} />
                  </>
                ) : (
                  "until they sign in another way"
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
      <LiftLocksForm action={action} id={id} isOffered={locks.length > 0} />
    </AdminCard>
  );
}
