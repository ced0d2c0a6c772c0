import type { Metadata } from "next";
import { PeopleList } from "@/components/admin/people-list";
import { PeoplePager } from "@/components/admin/people-pager";
import { PeopleSearch } from "@/components/admin/people-search";
import { Alert, AlertDescription } from "@/components/ui/alert";
import { requireAdmin } from "@/lib/guard";
import { getSettings } from "@/lib/settings/read";
import { listPeople } from "@/lib/users/people";
import { cursorFrom } from "@/lib/users/people-cursor";

export const metadata: Metadata = { title: "People" };

export default async function PeoplePage({ searchParams }: PageProps<"/admin/users">) {
  await requireAdmin("/admin/users");
  const query = await searchParams;
  const search = typeof query.q === "string" ? query.q : "";
  const { defaultCountry } = (await getSettings()).phone;
  const page = await listPeople({ search, at: cursorFrom(query), defaultCountry });
  return (
    <>
      <div className="space-y-1">
        <h1 className="text-2xl font-semibold tracking-tight">People</h1>
        <p className="text-sm text-muted-foreground">Everybody with an account, newest first.</p>
      </div>
      <PeopleSearch search={search} />
      {page.isCut && (
        <Alert>
          <AlertDescription>
            More people match than can be shown. Type more of the name, address, number, username or wallet.
          </AlertDescription>
        </Alert>
      )}
      <PeopleList people={page.people} search={search} />
      <PeoplePager search={search} newer={page.newer} older={page.older} />
    </>
  );
}
