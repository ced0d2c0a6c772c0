import { spawnSync } from "node:child_process";
import { existsSync, lchownSync, lstatSync, readdirSync } from "node:fs";
import path from "node:path";
import type { Binaries } from "./binaries";

export interface Account {
  /** Goes before every Postgres command line; empty unless we are root. */
  command: string[];
  /** Whom the data directory has to belong to; unset when that is whoever we are. */
  owner?: { uid: number; gid: number };
}

const NOBODY = 65534;

/**
 * Postgres refuses to run as root, where Docker and CI often run everything.
 * @returns how to run it on `dataDir`: as it is, or as root in one of two ways that need no user to be created.
 * @throws when we are root and neither way is allowed here.
 */
export function postgresAccount(dataDir: string, { initdb, env }: Binaries): Account {
  if (process.getuid?.() !== 0) return { command: [] };

  const { uid, gid } = existsSync(dataDir) ? lstatSync(dataDir) : { uid: 0, gid: 0 };
  const owner = uid === 0 ? { uid: NOBODY, gid: NOBODY } : { uid, gid };
  const ways: Account[] = [
    // The one capability it keeps lets it reach a project under a directory that only root may enter.
    {
      command: [
        ...["setpriv", `--reuid=${owner.uid}`, `--regid=${owner.gid}`, "--clear-groups"],
        // Without it access(2), which Postgres asks about its own programs, overlooks the capability.
        "--securebits=+no_setuid_fixup",
        ...["--inh-caps=-all,+dac_override", "--ambient-caps=-all,+dac_override", "--bounding-set=-all,+dac_override"],
      ],
      owner,
    },
    // Containers that know no other user: root outside, someone else inside.
    {
      command: ["unshare", "--user", `--map-user=${NOBODY}`, `--map-group=${NOBODY}`],
      owner: { uid: 0, gid: 0 },
    },
  ];
  // It looks for its neighbours, as it will when the cluster is made, and exits with an error if it is root.
  const probe = [initdb, "--show", "-D", dataDir];
  const way = ways.find(
    ({ command: [program = "", ...args] }) => spawnSync(program, [...args, ...probe], { env }).status === 0,
  );
  if (!way) {
    throw new Error(
      "Postgres refuses to run as root, and neither setpriv nor unshare may change to another user here. Run this as an ordinary user.",
    );
  }
  return way;
}

/** Gives a file, or a directory and all in it, to the account's owner, if that is not so yet (made or copied by root). */
export function giveTo({ owner }: Account, target: string): void {
  const now = lstatSync(target);
  if (!owner || now.uid === owner.uid) return;
  const inside = now.isDirectory() ? (readdirSync(target, { recursive: true }) as string[]) : [];
  for (const entry of [...inside, ""]) lchownSync(path.join(target, entry), owner.uid, owner.gid);
}
