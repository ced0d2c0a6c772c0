import { SearchIcon } from "lucide-react";
import Form from "next/form";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";

/** Looks for people: a plain question in the address, so it can be kept and sent on. */
export function PeopleSearch({ search }: { search: string }) {
  return (
    <Form action="/admin/users" role="search" className="flex flex-wrap gap-2">
      <Input
        // Anew with every answer: what was typed before is not what is shown now.
        key={search}
        type="search"
        name="q"
        defaultValue={search}
        aria-label="Search people"
        placeholder="Name, address, number, username or wallet"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        className="h-11 min-w-0 grow basis-full sm:h-10 sm:basis-48 sm:max-w-md"
      />
      <Button type="submit" variant="outline" className="h-11 sm:h-10">
        <SearchIcon aria-hidden /> Search
      </Button>
      {search && (
        <Button asChild variant="ghost" className="h-11 sm:h-10">
          <Link href="/admin/users">Clear</Link>
        </Button>
      )}
    </Form>
  );
}
