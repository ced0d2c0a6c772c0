/** Alive: the process answers. Asks nothing of the database. */
export const GET = () => Response.json({ status: "ok" });
